using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c> on integers, instants and durations.</summary>
internal sealed class ComparisonNode(BinaryOperator comparison, Node left, Node right, SourceSpan span) : Predicate(span)
{
    private const string Comparable = "long, datetime, duration";

    // Most comparisons are with a literal, which needs no call.
    private readonly Value _constant = right is ConstantNode literal ? literal.Value : default;

    public override Truth Test(EvaluationFrame frame)
    {
        Value first = left.Evaluate(frame);
        if (first.Kind == ValueKind.None)
        {
            return Truth.Failed;
        }

        Value second = _constant.Kind != ValueKind.None ? _constant : right.Evaluate(frame);
        if (second.Kind != first.Kind || !IsComparable(first.Kind))
        {
            return second.Kind == ValueKind.None ? Truth.Failed : frame.FailTest(Fault(first, second));
        }

        return Of(comparison switch
        {
            BinaryOperator.Less => first.Bits < second.Bits,
            BinaryOperator.LessOrEqual => first.Bits <= second.Bits,
            BinaryOperator.Greater => first.Bits > second.Bits,
            _ => first.Bits >= second.Bits,
        });
    }

    private static bool IsComparable(ValueKind kind) => kind is ValueKind.Long or ValueKind.DateTime or ValueKind.Duration;

    private EvaluationError Fault(Value first, Value second)
    {
        // An integer on either side says what is meant, an instant or a duration only where there is none.
        if (first.Kind == ValueKind.Long)
        {
            return Faults.Type("long", second, right.Span);
        }

        if (second.Kind == ValueKind.Long)
        {
            return Faults.Type("long", first, left.Span);
        }

        if (IsComparable(first.Kind))
        {
            return Faults.Type(Faults.TypeName(first.Kind), second, right.Span);
        }

        return IsComparable(second.Kind)
            ? Faults.Type(Faults.TypeName(second.Kind), first, left.Span)
            : Faults.OneOf(Comparable, first, left.Span, $"Only types {Comparable} support comparison");
    }
}

using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary>An expression, compiled. Nodes are immutable and shared between threads; all state is in the frame.</summary>
internal abstract class Node(SourceSpan span)
{
    /// <summary>Where it stands in the source of the policy.</summary>
    public SourceSpan Span { get; } = span;

    /// <summary>Evaluates to a value, or to <c>default</c> where the frame has the error.</summary>
    public abstract Value Evaluate(EvaluationFrame frame);

    /// <summary>Evaluates to a boolean; a value of another type is an error.</summary>
    public virtual Truth Test(EvaluationFrame frame)
    {
        Value value = Evaluate(frame);
        return value.Kind switch
        {
            ValueKind.Boolean => value.Bits != 0 ? Truth.True : Truth.False,
            ValueKind.None => Truth.Failed,
            _ => frame.FailTest(Faults.Type("bool", value, Span)),
        };
    }

    /// <summary>Evaluates to a value of one kind; a value of another is an error.</summary>
    protected static bool TryEvaluate(Node operand, ValueKind kind, EvaluationFrame frame, out Value value)
    {
        value = operand.Evaluate(frame);
        return value.Kind != ValueKind.None && Is(kind, operand, value, frame);
    }

    /// <summary>Evaluates two operands, both before either is looked at.</summary>
    protected static bool TryEvaluate(Node left, Node right, EvaluationFrame frame, out Value first, out Value second)
    {
        first = left.Evaluate(frame);
        second = first.Kind == ValueKind.None ? default : right.Evaluate(frame);
        return second.Kind != ValueKind.None;
    }

    /// <summary>Whether the value of an operand is of one kind; that it is of another is an error.</summary>
    protected static bool Is(ValueKind kind, Node operand, Value value, EvaluationFrame frame)
    {
        if (value.Kind == kind)
        {
            return true;
        }

        frame.Fail(Faults.Type(Faults.TypeName(kind), value, operand.Span));
        return false;
    }
}

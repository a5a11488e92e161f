using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>+</c>, <c>-</c> and <c>*</c> on 64-bit integers; an overflow is an error.</summary>
internal sealed class ArithmeticNode(BinaryOperator operation, Node left, Node right, SourceSpan span) : Node(span)
{
    public override Value Evaluate(EvaluationFrame frame)
    {
        if (!TryEvaluate(left, right, frame, out Value first, out Value second)
            || !Is(ValueKind.Long, left, first, frame)
            || !Is(ValueKind.Long, right, second, frame))
        {
            return default;
        }

        (long x, long y) = (first.Bits, second.Bits);
        long result = operation switch
        {
            BinaryOperator.Add => unchecked(x + y),
            BinaryOperator.Subtract => unchecked(x - y),
            _ => unchecked(x * y),
        };
        bool fits = operation switch
        {
            BinaryOperator.Add => ((x ^ result) & (y ^ result)) >= 0,
            BinaryOperator.Subtract => ((x ^ y) & (x ^ result)) >= 0,
            _ => Math.BigMul(x, y) == result,
        };
        return fits ? result : frame.Fail(Faults.Overflow(Verb, x, y, Span));
    }

    private string Verb => operation switch
    {
        BinaryOperator.Add => "add",
        BinaryOperator.Subtract => "subtract",
        _ => "multiply",
    };
}

using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary>A call of an extension function with too few or too many arguments: an error of the evaluation, not of the syntax, and only once all arguments are evaluated.</summary>
internal sealed class MiscountedCallNode(ExtensionFunctionSignature function, Node[] arguments, SourceSpan span) : Node(span)
{
    public override Value Evaluate(EvaluationFrame frame)
    {
        foreach (Node argument in arguments)
        {
            if (argument.Evaluate(frame).Kind == ValueKind.None)
            {
                return default;
            }
        }

        return frame.Fail(Faults.ArgumentCount(function.Name, function.Arity, arguments.Length, Span));
    }
}

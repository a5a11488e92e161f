using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation.Nodes;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>Evaluates single expressions for one request, for those who want to know more than a decision.</summary>
internal readonly struct ExpressionEvaluation(CompiledExpressions compiled, CedarRequest request, IEntitySource entities, PolicySetOptions options)
{
    [ThreadStatic]
    private static EvaluationFrame? s_frame;

    /// <summary>What an expression comes to as a condition, where anything but a boolean is an error.</summary>
    public Truth Test(Expression expression, out EvaluationError? error)
    {
        EvaluationFrame frame = s_frame ??= new EvaluationFrame();
        Truth truth = Begin(frame, expression) is { } node ? node.Test(frame) : Truth.Failed;
        frame.End();
        error = truth == Truth.Failed ? frame.Error : null;
        return truth;
    }

    /// <returns>False if it is an error.</returns>
    public bool TryEvaluate(Expression expression, out Value value)
    {
        EvaluationFrame frame = s_frame ??= new EvaluationFrame();
        value = Begin(frame, expression) is { } node ? node.Evaluate(frame) : default;
        frame.End();
        return value.Kind != ValueKind.None;
    }

    private Node? Begin(EvaluationFrame frame, Expression expression)
    {
        (Node node, long steps, int slots) = compiled.Of(expression);
        frame.Begin(request, entities, slots, options);
        if (frame.BeginPolicy(steps))
        {
            return node;
        }

        frame.Fail(Faults.TooLong(expression.Span));
        return null;
    }
}

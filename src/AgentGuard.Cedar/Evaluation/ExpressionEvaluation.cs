using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation.Nodes;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>Evaluates single expressions for one request. Each is compiled when it is asked about: slow, and for those who want to know more than a decision.</summary>
internal sealed class ExpressionEvaluation(CedarRequest request, IEntitySource entities, PolicySetOptions options)
{
    private readonly EvaluationFrame _frame = new();

    /// <summary>Why the last one failed; meaningful only right after it did.</summary>
    public EvaluationError? Error => _frame.Error;

    /// <summary>What an expression comes to as a condition: anything but a boolean is an error.</summary>
    public Truth Test(Expression expression) =>
        Begin(expression) is { } node ? node.Test(_frame) : Truth.Failed;

    /// <returns>False if it is an error.</returns>
    public bool TryEvaluate(Expression expression, out Value value)
    {
        value = Begin(expression) is { } node ? node.Evaluate(_frame) : default;
        return value.Kind != ValueKind.None;
    }

    private Node? Begin(Expression expression)
    {
        Interner interner = new();
        Compiler compiler = new(interner);
        Node node = compiler.Compile(expression);
        _frame.Begin(request, entities, interner.Slots, options);
        if (_frame.BeginPolicy(compiler.Nodes))
        {
            return node;
        }

        _frame.Fail(Faults.TooLong(expression.Span));
        return null;
    }
}

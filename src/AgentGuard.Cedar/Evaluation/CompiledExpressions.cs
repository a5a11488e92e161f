using System.Collections.Concurrent;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation.Nodes;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>The single expressions of a policy set that somebody has asked about, compiled once: refusals are explained again and again, and of the same policies.</summary>
internal sealed class CompiledExpressions
{
    // By reference: two expressions that say the same stand in two places.
    private readonly ConcurrentDictionary<Expression, Compiled> _known = new(ReferenceEqualityComparer.Instance);

    public Compiled Of(Expression expression) => _known.GetOrAdd(expression, static expression =>
    {
        Interner interner = new();
        Compiler compiler = new(interner);
        return new Compiled(compiler.Compile(expression), compiler.Nodes, interner.Slots);
    });

    /// <param name="Node">What to evaluate.</param>
    /// <param name="Steps">How many steps that takes at least.</param>
    /// <param name="Slots">How many slots the frame needs.</param>
    public sealed record Compiled(Node Node, long Steps, int Slots);
}

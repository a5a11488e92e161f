using System.Collections.Concurrent;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation;

namespace AgentGuard;

/// <summary>The permits whose heads admit a tool, found when they are first asked for: of a thousand policies a handful.</summary>
internal sealed class ToolPolicies(PolicyBundle bundle)
{
    private readonly ConcurrentDictionary<ToolId, CompiledPolicy[]> _permits = [];

    /// <summary>The permits, in their order.</summary>
    /// <param name="tool">A tool of the catalog, so that what is kept has an end.</param>
    public IReadOnlyList<CompiledPolicy> PermitsOf(ToolEntry tool) => _permits.GetOrAdd(tool.Id, Find);

    private CompiledPolicy[] Find(ToolId tool) =>
        [.. bundle.PolicySet.Where(policy => policy.Policy.Effect == Effect.Permit && ScopeMembership.Holds(policy.Policy.Action, tool.Action, bundle.Entities))];
}

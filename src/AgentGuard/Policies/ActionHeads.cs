using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Finds policies about actions that no call has: a forbid with a misspelt action never stops anything.</summary>
internal sealed class ActionHeads
{
    private readonly HashSet<string> _known;
    private readonly BundleDiagnostics _diagnostics;
    private readonly DiagnosticSeverity _severity;

    /// <summary>Reads the names.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="tools">The tools that are registered: where there are some, another name is an error, else a warning.</param>
    /// <param name="diagnostics">Where to say so.</param>
    public ActionHeads(ToolCatalog catalog, IReadOnlyCollection<ToolDefinition> tools, BundleDiagnostics diagnostics)
    {
        _known =
        [
            ActionEntities.Approve.Id,
            .. catalog.Tools.SelectMany(tool => tool.Groups),
            .. catalog.Tools.Select(tool => tool.Id.ToString()),
            .. tools.Select(tool => tool.Id.ToString()),
        ];
        _severity = tools.Count > 0 ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
        _diagnostics = diagnostics;
    }

    /// <summary>Speaks of each action in a policy's head that nobody knows.</summary>
    public void Check(Policy policy)
    {
        foreach (EntityUid action in policy.Action.Entities)
        {
            Check(policy, action, policy.Action.Span);
        }
    }

    /// <summary>Speaks of each action in a policy that nobody knows, in its head or its conditions.</summary>
    /// <returns>Where.</returns>
    public IReadOnlyList<SourceSpan> Check(Policy policy, PolicyReader reader)
    {
        IEnumerable<(EntityUid Action, SourceSpan Span)> head = policy.Action.Entities.Select(action => (action, policy.Action.Span));
        return [.. head.Concat(reader.Actions).Where(named => Check(policy, named.Action, named.Span)).Select(named => named.Span)];
    }

    private bool Check(Policy policy, EntityUid action, SourceSpan span)
    {
        if (action.Type == ActionEntities.Type && _known.Contains(action.Id))
        {
            return false;
        }

        string? meant = Suggestion.Closest(action.Id, _known);
        _diagnostics.Add(new Diagnostic(
            _severity,
            $"{Quoted.Text(action.ToString())} is neither a tool nor a group of the catalog, so no call has it",
            policy.Source,
            span,
            meant is null ? null : $"did you mean `{new EntityUid(ActionEntities.Type, meant)}`?"));
        return true;
    }
}

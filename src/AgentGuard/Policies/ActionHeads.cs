using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Finds policies about actions that no call has: a forbid with a misspelt action never stops anything.</summary>
internal sealed class ActionHeads
{
    private readonly HashSet<string> _known;
    private readonly BundleDiagnostics _diagnostics;

    public ActionHeads(ToolCatalog catalog, BundleDiagnostics diagnostics)
    {
        _known = [ActionEntities.Approve.Id, .. catalog.Tools.SelectMany(tool => tool.Groups), .. catalog.Tools.Select(tool => tool.Id.ToString())];
        _diagnostics = diagnostics;
    }

    /// <summary>Warns of each action in a policy's head that the catalog does not know.</summary>
    public void Check(Policy policy)
    {
        foreach (EntityUid action in policy.Action.Entities)
        {
            if (action.Type != ActionEntities.Type || !_known.Contains(action.Id))
            {
                string? meant = Suggestion.Closest(action.Id, _known);
                _diagnostics.Warning(
                    policy.Source,
                    policy.Action.Span,
                    $"{Quoted.Text(action.ToString())} is neither a tool nor a group of the catalog, so no call has it",
                    meant is null ? null : $"did you mean `{new EntityUid(ActionEntities.Type, meant)}`?");
            }
        }
    }
}

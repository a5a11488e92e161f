using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Which actions the heads of policies admit, by the catalog's groups.</summary>
internal sealed class ActionReach
{
    private readonly Dictionary<EntityUid, HashSet<EntityUid>> _members = [];
    private readonly HashSet<EntityUid> _all = [ActionEntities.Approve];

    /// <summary>Reads the catalog.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="others">Tools that it does not name: they are in no group.</param>
    public ActionReach(ToolCatalog catalog, IEnumerable<ToolId> others)
    {
        foreach (ToolEntry tool in catalog.Tools)
        {
            _all.Add(tool.Id.Action);
            foreach (string group in tool.Groups)
            {
                EntityUid uid = new(ActionEntities.Type, group);
                if (!_members.TryGetValue(uid, out HashSet<EntityUid>? members))
                {
                    _members.Add(uid, members = []);
                }

                members.Add(tool.Id.Action);
            }
        }

        _all.UnionWith(others.Select(tool => tool.Action));
    }

    /// <summary>The actions of tools, and that of approving, which a head admits.</summary>
    public IReadOnlySet<EntityUid> Of(Scope action) => action.Constraint switch
    {
        ScopeConstraint.Any => _all,
        ScopeConstraint.Equal => action.Entities.Where(_all.Contains).ToHashSet(),
        ScopeConstraint.In when _members.TryGetValue(action.Entities[0], out HashSet<EntityUid>? members) => members,
        _ => action.Entities.SelectMany(Within).ToHashSet(),
    };

    /// <summary>A group's tools; an action on its own is a group of one.</summary>
    private IEnumerable<EntityUid> Within(EntityUid uid) =>
        _members.TryGetValue(uid, out HashSet<EntityUid>? members) ? members : _all.Contains(uid) ? [uid] : [];
}

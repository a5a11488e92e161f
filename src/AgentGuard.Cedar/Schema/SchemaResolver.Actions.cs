using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <content>Actions. None is in itself.</content>
internal sealed partial class SchemaResolver
{
    private const string NoPrincipal = "an action applies to entities, and an action is none of those";

    private Dictionary<EntityUid, ActionDefinition> ResolveActions()
    {
        Dictionary<EntityUid, (ActionDeclaration Action, NamespaceDeclaration Namespace)> declared = [];
        foreach (NamespaceDeclaration @namespace in _document.Namespaces.Where(@namespace => Names.IsTypeName(@namespace.Qualify(SchemaWords.Action))))
        {
            foreach (ActionDeclaration action in @namespace.Actions)
            {
                declared.TryAdd(new EntityUid(@namespace.Qualify(SchemaWords.Action), action.Id), (action, @namespace));
            }
        }

        Dictionary<EntityUid, IReadOnlyCollection<EntityUid>> parents = [];
        foreach ((EntityUid uid, (ActionDeclaration action, NamespaceDeclaration @namespace)) in declared)
        {
            parents[uid] = (EntityUid[])[.. action.MemberOf.Select(reference => ResolveAction(reference, @namespace, declared)).OfType<EntityUid>().Distinct()];
        }

        Dictionary<EntityUid, ActionDefinition> definitions = [];
        HashSet<EntityUid> cyclic = [];
        Hierarchy<EntityUid> hierarchy = new(parents);
        foreach ((EntityUid uid, (ActionDeclaration action, NamespaceDeclaration @namespace)) in declared)
        {
            HashSet<EntityUid> ancestors = hierarchy.AncestorsOf(uid);
            if (ancestors.Contains(uid) && !ancestors.Overlaps(cyclic))
            {
                cyclic.Add(uid);
                _diagnostics.Error(action.NameSpan, $"the action `{Excerpt.Of(action.Id)}` is in itself", CycleHelp(uid, parents));
            }

            definitions[uid] = ResolveAction(uid, action, @namespace, parents[uid], ancestors);
        }

        ReportTooLarge(hierarchy.IsTooLarge, "actions");
        return definitions;
    }

    private ActionDefinition ResolveAction(EntityUid uid, ActionDeclaration action, NamespaceDeclaration @namespace, IReadOnlyCollection<EntityUid> parents, HashSet<EntityUid> ancestors)
    {
        AppliesTo appliesTo = action.AppliesTo ?? new AppliesTo([], [], null);
        IReadOnlySet<string> principals = ResolveEntityNames(appliesTo.Principals, @namespace, NoPrincipal);
        IReadOnlySet<string> resources = ResolveEntityNames(appliesTo.Resources, @namespace, NoPrincipal);
        RecordType? context = ResolveRecordType(appliesTo.Context, @namespace, $"the context of the action `{Excerpt.Of(action.Id)}`");
        return new ActionDefinition(uid, principals, resources, context ?? _types.Record([]), parents, ancestors);
    }

    private EntityUid? ResolveAction(ActionReference reference, NamespaceDeclaration @namespace, Dictionary<EntityUid, (ActionDeclaration Action, NamespaceDeclaration Namespace)> declared)
    {
        TypeName type = new(reference.Type ?? SchemaWords.Action, reference.Span);
        foreach (string possibility in DefinedNames.Possibilities(type, @namespace.Name).Where(name => Names.IsTypeName(name)))
        {
            EntityUid uid = new(possibility, reference.Id);
            if (declared.ContainsKey(uid))
            {
                return uid;
            }
        }

        string? help = _diagnostics.IsFull || !MayCompare(declared.Count) ? null : SuggestAction(reference, declared.Keys);
        _diagnostics.Error(reference.Span, $"undeclared action `{Excerpt.Of(reference.Id)}`", help ?? "an action is in other actions, each of which is declared too, `action write;`");
        return null;
    }

    private static string? SuggestAction(ActionReference reference, IEnumerable<EntityUid> declared)
    {
        if (Suggestion.Closest(reference.Id, declared.Select(uid => uid.Id).Where(id => id != reference.Id)) is { } closest)
        {
            return $"did you mean `{Excerpt.Of(closest)}`?";
        }

        return declared.FirstOrDefault(uid => uid.Id == reference.Id) is { } elsewhere ? $"did you mean `{Excerpt.Of(elsewhere.ToString())}`?" : null;
    }

    private static string CycleHelp(EntityUid uid, Dictionary<EntityUid, IReadOnlyCollection<EntityUid>> parents)
    {
        // Breadth first, so that the cycle that is shown is a short one.
        Dictionary<EntityUid, EntityUid> reachedFrom = [];
        Queue<EntityUid> open = new([uid]);
        while (!reachedFrom.ContainsKey(uid) && open.TryDequeue(out EntityUid? next))
        {
            foreach (EntityUid parent in parents[next])
            {
                if (reachedFrom.TryAdd(parent, next))
                {
                    open.Enqueue(parent);
                }
            }
        }

        const int longest = 8;
        List<string> path = [uid.Id];
        EntityUid step = uid;
        do
        {
            step = reachedFrom[step];
            path.Insert(0, step.Id);
        }
        while (!step.Equals(uid) && path.Count < longest);
        return $"the cycle is `{Excerpt.Of((step.Equals(uid) ? "" : "… in ") + string.Join(" in ", path))}`";
    }
}

using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <content>Entity types. One may be in itself, or in one that is in it.</content>
internal sealed partial class SchemaResolver
{
    private Dictionary<string, EntityTypeDefinition> ResolveEntityTypes()
    {
        Dictionary<string, EntityTypeDefinition> definitions = [];
        Dictionary<string, IReadOnlyCollection<string>> parents = [];
        foreach (NamespaceDeclaration @namespace in _document.Namespaces)
        {
            foreach (EntityTypeDeclaration type in @namespace.EntityTypes)
            {
                string name = @namespace.Qualify(type.Name);
                RecordType? attributes = ResolveRecordType(type.Shape, @namespace, $"the shape of the entity type `{Excerpt.Of(name)}`");
                CedarType? tags = type.Tags is null ? null : ResolveWholeType(type.Tags, @namespace);
                parents[name] = ResolveEntityNames(type.MemberOf, @namespace, "an entity can be in other entities, but not in an action");
                definitions[name] = new EntityTypeDefinition(name, attributes ?? _types.Record([]), tags, type.Choices, new HashSet<string>());
            }
        }

        Hierarchy<string> hierarchy = new(parents);
        foreach (string name in parents.Keys)
        {
            definitions[name] = definitions[name] with { Ancestors = hierarchy.AncestorsOf(name) };
        }

        ReportTooLarge(hierarchy.IsTooLarge, "entity types");
        return definitions;
    }

    private void ReportTooLarge(bool isTooLarge, string what)
    {
        if (isTooLarge)
        {
            _diagnostics.Error(default, $"the hierarchy of the {what} takes more than {Hierarchy<string>.MaximumSteps} steps to follow");
        }
    }
}

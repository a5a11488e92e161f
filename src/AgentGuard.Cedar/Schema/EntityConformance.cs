using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <summary>Compares entities with a schema. Their ancestors count as they are: those of a store are all that there are.</summary>
internal sealed class EntityConformance(CedarSchema schema)
{
    private readonly ValueConformance _values = new(schema);

    /// <summary>Why an entity does not conform; null where it does.</summary>
    public ConformanceFault? Check(Entity entity)
    {
        ConformanceFault? fault = SchemaWords.IsActionType(entity.Uid.Type) ? CheckAction(entity) : CheckOther(entity);
        return fault is null ? null : fault with { Entity = entity.Uid };
    }

    private ConformanceFault? CheckAction(Entity entity)
    {
        if (!schema.TryGetAction(entity.Uid, out ActionDefinition? action))
        {
            return _values.CheckUid(entity.Uid);
        }

        if (entity.Attributes.Count > 0 || entity.Tags.Count > 0)
        {
            return Fault($"the action `{Excerpt.Of(entity.ToString())}` has attributes or tags", "actions have neither");
        }

        return action.Ancestors.SetEquals(entity.Ancestors)
            ? null
            : Fault($"the action `{Excerpt.Of(entity.ToString())}` is in other actions than the schema says", "leave actions out of the entities; the schema declares them");
    }

    private ConformanceFault? CheckOther(Entity entity)
    {
        EntityUid uid = entity.Uid;
        if (!schema.TryGetEntityType(uid.Type, out EntityTypeDefinition? type))
        {
            return Fault($"the entity type `{Excerpt.Of(uid.Type)}` is not declared", SchemaSuggestions.EntityType(schema, uid.Type));
        }

        return _values.CheckUid(uid)
            ?? _values.Check(entity.Attributes, type.Attributes, uid.ToString())
            ?? CheckAncestors(entity, type)
            ?? CheckTags(entity, type);
    }

    private ConformanceFault? CheckAncestors(Entity entity, EntityTypeDefinition type)
    {
        foreach (EntityUid ancestor in entity.Ancestors)
        {
            if (_values.CheckUid(ancestor) is { } fault)
            {
                return fault;
            }

            if (!type.Ancestors.Contains(ancestor.Type))
            {
                return Fault(
                    $"`{Excerpt.Of(entity.ToString())}` is in `{Excerpt.Of(ancestor.ToString())}`, and its type is in no `{Excerpt.Of(ancestor.Type)}`",
                    type.Ancestors.Count == 0 ? $"the schema says nothing that a `{Excerpt.Of(type.Name)}` may be in" : $"a `{Excerpt.Of(type.Name)}` may be in {SchemaSuggestions.List(type.Ancestors)}");
            }
        }

        return null;
    }

    private ConformanceFault? CheckTags(Entity entity, EntityTypeDefinition type)
    {
        for (int i = 0; i < entity.Tags.Count; i++)
        {
            string name = entity.Tags.NameAt(i);
            if (type.Tags is null)
            {
                return Fault($"`{Excerpt.Of(entity.ToString())}` has the tag `{Excerpt.Of(name)}`, and its type has no tags", "declare them, `entity … tags String;`");
            }

            if (_values.Check(entity.Tags.ValueAt(i), type.Tags, $"the tag {name}") is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static ConformanceFault Fault(string message, string? help = null) => new(null, message, help);
}

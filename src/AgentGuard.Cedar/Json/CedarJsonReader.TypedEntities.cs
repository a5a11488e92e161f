using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <content>Entities whose types a schema tells.</content>
internal ref partial struct CedarJsonReader
{
    public static EntityStore ReadEntities(ReadOnlySpan<byte> json, CedarSchema schema, CedarJsonOptions options)
    {
        CedarJsonReader reader = new(json, options) { _schema = schema };
        List<Entity> entities = reader.ReadAllEntities(out List<long> starts);
        HashSet<EntityUid> there = [.. entities.Select(entity => entity.Uid)];
        IEnumerable<ActionDefinition> missing = schema.ActionDefinitions.Where(action => !there.Contains(action.Uid));
        EntityStore store = Store(json, entities, starts, missing.Select(action => new Entity(action.Uid, parents: action.Parents)));
        EntityConformance conformance = new(schema);
        for (int i = 0; i < entities.Count; i++)
        {
            // The store's entity has all its ancestors.
            if (store.TryGetEntity(entities[i].Uid, out Entity? entity) && conformance.Check(entity) is { } fault)
            {
                throw CedarJsonException.At(json, starts[i], $"/{i}", fault.Message);
            }
        }

        return store;
    }

    /// <summary>The types of an entity's attributes and of its tags, as far as a schema tells them; the uid may stand behind both.</summary>
    private readonly (RecordType? Attributes, CedarType? Tags) PeekTypes()
    {
        if (_schema is null)
        {
            return default;
        }

        CedarJsonReader ahead = this;
        HashSet<string> seen = [];
        while (ahead.NextName(seen) is { } name)
        {
            if (name == "uid")
            {
                EntityUid uid = ahead.ReadUid();
                ahead.Leave();
                return _schema.TryGetEntityType(uid.Type, out EntityTypeDefinition? type) ? (type.Attributes, type.Tags) : default;
            }

            ahead.Ignore();
            ahead.Leave();
        }

        return default;
    }

    private CedarRecord ReadTags(CedarType type)
    {
        Enter();
        HashSet<string> seen = [];
        List<KeyValuePair<string, Value>> entries = [];
        while (NextName(seen) is { } name)
        {
            entries.Add(new(name, ReadTyped(type)));
            Leave();
        }

        return new CedarRecord(entries);
    }
}

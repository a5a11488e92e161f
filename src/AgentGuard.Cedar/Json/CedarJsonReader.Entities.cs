using System.Text.Json;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <content>Entities.</content>
internal ref partial struct CedarJsonReader
{
    public static EntityStore ReadEntities(ReadOnlySpan<byte> json, CedarJsonOptions options)
    {
        CedarJsonReader reader = new(json, options);
        return Store(json, reader.ReadAllEntities(out List<long> starts), starts, []);
    }

    private List<Entity> ReadAllEntities(out List<long> starts)
    {
        List<Entity> entities = [];
        starts = [];
        Expect(JsonTokenType.StartArray, "entities are an array");
        for (Advance(); _reader.TokenType != JsonTokenType.EndArray; Advance())
        {
            _path.Add($"{entities.Count}");
            starts.Add(_reader.TokenStartIndex);
            entities.Add(ReadEntity());
            Leave();
        }

        End();
        return entities;
    }

    private static EntityStore Store(ReadOnlySpan<byte> json, List<Entity> entities, List<long> starts, IEnumerable<Entity> others)
    {
        try
        {
            return new EntityStore(entities.Concat(others));
        }
        catch (EntityException fault)
        {
            int index = entities.FindLastIndex(e => e.Uid.Equals(fault.Uid));
            throw CedarJsonException.At(json, index < 0 ? 0 : starts[index], index < 0 ? "" : $"/{index}", fault.Message, fault);
        }
    }

    private Entity ReadEntity()
    {
        Expect(JsonTokenType.StartObject, "an entity is an object");
        long start = _reader.TokenStartIndex;
        EntityUid? uid = null;
        CedarRecord? attributes = null;
        CedarRecord? tags = null;
        List<(EntityUid Uid, long Start)>? parents = null;
        (RecordType? attributeTypes, CedarType? tagType) = PeekTypes();
        HashSet<string> seen = [];
        while (NextName(seen) is { } name)
        {
            switch (name)
            {
                case "uid":
                    uid = ReadUid();
                    break;
                case "attrs":
                    Expect(JsonTokenType.StartObject, "attributes are an object");
                    attributes = attributeTypes is null ? ReadRecord(out _, out _) : ReadTypedRecord(attributeTypes);
                    break;
                case "tags":
                    Expect(JsonTokenType.StartObject, "tags are an object");
                    tags = tagType is null ? ReadRecord(out _, out _) : ReadTags(tagType);
                    break;
                case "parents":
                    parents = ReadParents();
                    break;
                default:
                    Ignore();
                    break;
            }

            Leave();
        }

        if (uid is null || attributes is null || parents is null)
        {
            string missing = uid is null ? "uid" : attributes is null ? "attrs" : "parents";
            throw Fault($"an entity has no `{missing}`", start);
        }

        foreach ((EntityUid parent, long place) in parents)
        {
            if (IsAction(uid) && !IsAction(parent))
            {
                throw Fault($"the action {UnicodeText.Quote(uid.ToString())} is in {UnicodeText.Quote(parent.ToString())}, which is no action", place);
            }
        }

        return new Entity(uid, attributes, parents.Select(p => p.Uid), tags);
    }

    private List<(EntityUid Uid, long Start)> ReadParents()
    {
        Expect(JsonTokenType.StartArray, "parents are an array");
        List<(EntityUid, long)> parents = [];
        for (Advance(); _reader.TokenType != JsonTokenType.EndArray; Advance())
        {
            _path.Add($"{parents.Count}");
            long start = _reader.TokenStartIndex;
            parents.Add((ReadUid(), start));
            Leave();
        }

        return parents;
    }

    /// <summary>Reads a uid where nothing else can stand: with or without <c>__entity</c>, other names ignored.</summary>
    private EntityUid ReadUid()
    {
        Expect(JsonTokenType.StartObject, "an entity is named by an object with `type` and `id`");
        long start = _reader.TokenStartIndex;
        EntityUid? escaped = null;
        string? type = null;
        string? id = null;
        HashSet<string> seen = [];
        while (NextName(seen) is { } name)
        {
            switch (name, _reader.TokenType)
            {
                case ("__expr", JsonTokenType.String):
                    throw Fault("`__expr` is no longer part of Cedar; write `__entity`", start);
                case ("__entity", JsonTokenType.StartObject):
                    escaped = ReadUid();
                    break;
                case ("type", JsonTokenType.String):
                    type = SharedText();
                    break;
                case ("id", JsonTokenType.String):
                    id = Text();
                    break;
                default:
                    Ignore();
                    break;
            }

            Leave();
        }

        return escaped ?? (type is null || id is null
            ? throw Fault("an entity is named by an object with `type` and `id`, both strings", start)
            : Uid(type, id, start));
    }

    private readonly void Expect(JsonTokenType token, string what)
    {
        Enter();
        if (_reader.TokenType != token)
        {
            throw Fault($"{what}, and this is {JsonWords.Of(_reader.TokenType)}");
        }
    }

    private static bool IsAction(EntityUid uid) =>
        uid.Type == "Action" || uid.Type.EndsWith("::Action", StringComparison.Ordinal);
}

using System.Text.Json;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <content>Policy sets.</content>
internal ref partial struct CedarJsonReader
{
    public static PolicyStore ReadStore(ReadOnlySpan<byte> json, SourceText source, PolicyJsonOptions limits)
    {
        CedarJsonReader reader = new(json, source, limits);
        PolicyStore store = reader.ReadStore();
        reader.End();
        return store;
    }

    private PolicyStore ReadStore()
    {
        Expect(JsonTokenType.StartObject, "a policy set is an object");
        PolicyStore store = new();
        List<(string TemplateId, string Id, EntityUid?[] Values, long Place)> links = [];
        HashSet<string> seen = [];
        while (NextName(seen) is { } name)
        {
            switch (name)
            {
                case "staticPolicies":
                    ReadPolicies(store, asTemplates: false);
                    break;
                case "templates":
                    ReadPolicies(store, asTemplates: true);
                    break;
                case "templateLinks":
                    ReadLinks(links);
                    break;
                default:
                    throw Fault($"{UnicodeText.Quote(name)} has no place in a policy set");
            }

            Leave();
        }

        // Their templates may stand behind them.
        for (int i = 0; i < links.Count; i++)
        {
            _path.Add("templateLinks");
            _path.Add($"{i}");
            (string templateId, string id, EntityUid?[] values, long place) = links[i];
            try
            {
                store.Link(templateId, id, values[0], values[1]);
            }
            catch (PolicyStoreException refused)
            {
                throw Fault(refused.Message, place, refused);
            }

            Leave();
            Leave();
        }

        return store;
    }

    private void ReadPolicies(PolicyStore store, bool asTemplates)
    {
        Expect(JsonTokenType.StartObject, "policies are an object, each under its id");
        HashSet<string> seen = [];
        while (NextName(seen) is { } id)
        {
            CheckCount(seen.Count, asTemplates ? "templates" : "policies");
            long place = _reader.TokenStartIndex;
            Policy policy = ReadPolicy(id, asTemplates);
            try
            {
                if (asTemplates)
                {
                    store.Add(new PolicyTemplate(policy));
                }
                else
                {
                    store.Add(policy);
                }
            }
            catch (PolicyStoreException refused)
            {
                throw Fault(refused.Message, place, refused);
            }

            Leave();
        }
    }

    private void ReadLinks(List<(string TemplateId, string Id, EntityUid?[] Values, long Place)> links)
    {
        Expect(JsonTokenType.StartArray, "links are an array");
        for (Advance(); _reader.TokenType != JsonTokenType.EndArray; Advance())
        {
            _path.Add($"{links.Count}");
            CheckCount(links.Count + 1, "links");
            links.Add(ReadLink());
            Leave();
        }
    }

    private (string TemplateId, string Id, EntityUid?[] Values, long Place) ReadLink()
    {
        Expect(JsonTokenType.StartObject, "a link is an object");
        long place = _reader.TokenStartIndex;
        string? templateId = null;
        string? id = null;
        EntityUid?[]? values = null;
        HashSet<string> seen = [];
        while (NextName(seen) is { } name)
        {
            switch (name)
            {
                case "templateId":
                    Expect(JsonTokenType.String, "an id is a string");
                    templateId = Text();
                    break;
                case "newId":
                    Expect(JsonTokenType.String, "an id is a string");
                    id = Text();
                    break;
                case "values":
                    values = ReadValues();
                    break;
                default:
                    throw Fault($"{UnicodeText.Quote(name)} has no place in a link");
            }

            Leave();
        }

        if (templateId is null || id is null || values is null)
        {
            throw Fault($"a link has no `{(templateId is null ? "templateId" : id is null ? "newId" : "values")}`", place);
        }

        return (templateId, id, values, place);
    }

    /// <summary>The values of <c>?principal</c> and <c>?resource</c>.</summary>
    private EntityUid?[] ReadValues()
    {
        Expect(JsonTokenType.StartObject, "the values of a link are an object");
        EntityUid?[] values = new EntityUid?[2];
        HashSet<string> seen = [];
        while (NextName(seen) is { } slot)
        {
            int index = slot switch
            {
                "?principal" => 0,
                "?resource" => 1,
                _ => throw Fault($"{UnicodeText.Quote(slot)} is not a template slot; they are `?principal` and `?resource`"),
            };
            values[index] = ReadUid();
            Leave();
        }

        return values;
    }

    private readonly void CheckCount(int count, string what)
    {
        if (count > _limits.MaximumPolicies)
        {
            throw Fault($"the policy set has more than {_limits.MaximumPolicies} {what}");
        }
    }
}

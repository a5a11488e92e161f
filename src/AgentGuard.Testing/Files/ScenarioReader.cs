using System.Text.Json;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Testing;

/// <summary>Makes scenarios of what a file says. One reader for JSON and YAML: both are the same values by then.</summary>
internal sealed class ScenarioReader
{
    private readonly SourceText _source;
    private readonly JsonShape _json;
    private readonly ScenarioValues _values;
    private readonly string _policies;
    private readonly IReadOnlyList<ToolDefinition> _definitions;
    private readonly Dictionary<string, int> _names = [];

    private ScenarioReader(SourceText source, string policies, IReadOnlyList<ToolDefinition> definitions, BundleDiagnostics diagnostics)
    {
        _source = source;
        _json = new JsonShape(source, diagnostics);
        _values = new ScenarioValues(source, _json);
        _policies = policies;
        _definitions = definitions;
    }

    /// <param name="source">The file.</param>
    /// <param name="policies">The bundle's folder.</param>
    /// <param name="definitions">The tools' definitions that lie beside the policies.</param>
    /// <param name="diagnostics">What is wrong with the file.</param>
    public static IReadOnlyList<Scenario> Read(SourceText source, string policies, IReadOnlyList<ToolDefinition> definitions, BundleDiagnostics diagnostics)
    {
        bool isJson = Path.GetExtension(source.Name.AsSpan()).Equals(".json", StringComparison.OrdinalIgnoreCase);
        JsonItem? root = isJson ? JsonTree.Parse(source, diagnostics) : YamlTree.Parse(source, diagnostics);
        return root is null ? [] : [.. new ScenarioReader(source, policies, definitions, diagnostics).ReadRoot(root)];
    }

    /// <summary>Hands facts over, entity by entity.</summary>
    public static void Know(Scenario scenario, IReadOnlyList<(EntityUid Entity, CedarRecord Attributes)> facts)
    {
        foreach ((EntityUid entity, CedarRecord attributes) in facts)
        {
            scenario.Knowing(entity, [.. attributes]);
        }
    }

    private IEnumerable<Scenario> ReadRoot(JsonItem root)
    {
        if (root.Members.Find(ScenarioWords.Scenarios) is not { } list)
        {
            return ReadScenario(root, ScenarioWords.OfSingle, shared: []) is { } single ? [single] : [];
        }

        IReadOnlyList<JsonMember> head = _json.Members(root, ScenarioWords.OfList);
        IReadOnlyList<JsonItem> items = _json.Items(list);
        if (items.Count == 0)
        {
            _json.Error(list.Span, "there is no scenario in the list");
        }

        return [.. items.Select(item => ReadScenario(item, ScenarioWords.OfScenario, head)).OfType<Scenario>()];
    }

    /// <param name="item">The scenario.</param>
    /// <param name="known">The members that it may have.</param>
    /// <param name="shared">What holds where it does not say otherwise itself.</param>
    private Scenario? ReadScenario(JsonItem item, string[] known, IReadOnlyList<JsonMember> shared)
    {
        IReadOnlyList<JsonMember> members = _json.Members(item, known);
        string? name = ReadName(item, members);
        IReadOnlyList<Hop> chain = Find(ScenarioWords.As) is { } who ? _values.Chain(who) : [];
        if (Find(ScenarioWords.As) is null && item.Kind == JsonValueKind.Object)
        {
            _json.Error(item.Span with { Length = 1 }, $"member `{ScenarioWords.As}` is missing", "say who acts: `as: [user alice, agent treasury-bot]`; for nobody, `as: []`");
        }

        string? tenant = Find(ScenarioWords.Tenant) is { } text ? _json.Text(text) : null;
        CedarRecord session = Find(ScenarioWords.Session) is { } attributes ? Session(attributes) : CedarRecord.Empty;
        CedarRecord environment = Find(ScenarioWords.Environment) is { } entries ? _values.Record(entries) : CedarRecord.Empty;
        IReadOnlyList<(EntityUid, CedarRecord)> facts = Find(ScenarioWords.Facts) is { } told ? _values.Facts(told) : [];
        IReadOnlyList<ToolDefinition> tools = Find(ScenarioWords.Tools) is { } listing ? ReadTools(listing) : [];
        StepReader steps = new(_json, _values);
        Action<Scenario>? play = _json.Required(item, members, ScenarioWords.Steps) is { } list ? steps.Read(list) : null;
        if (play is not null && steps.Calls == 0)
        {
            _json.Error(members.Find(ScenarioWords.Steps)!.Span, "the scenario calls no tool, so it tests nothing");
        }

        if (name is null || play is null)
        {
            return null;
        }

        Scenario scenario = Scenario.Read(_policies, name, _values.Place(item)).As([.. chain]).InSession(tenant, [.. session]);
        foreach (ToolDefinition tool in _definitions.Concat(tools))
        {
            scenario.WithTool(tool);
        }

        _ = environment.Count == 0 ? scenario : scenario.InEnvironment([.. environment]);
        Know(scenario, facts);
        play(scenario);
        scenario.Place = null;
        return scenario;

        JsonItem? Find(string member) => members.Find(member) ?? shared.Find(member);
    }

    private string? ReadName(JsonItem item, IReadOnlyList<JsonMember> members)
    {
        if (_json.Required(item, members, ScenarioWords.Scenario) is not { } value || _json.Text(value) is not { } name)
        {
            return null;
        }

        int line = _source.GetPosition(value.Span.Start).Line;
        if (!VisibleText.Is(name))
        {
            _json.Error(value.Span, "a name holds a control character", "write it on one line");
        }
        else if (!_names.TryAdd(name, line))
        {
            _json.Error(value.Span, $"{Quoted.Text(name)} names two scenarios", FormattableString.Invariant($"the other one is in line {_names[name]}"));
        }

        return name;
    }

    private CedarRecord Session(JsonItem item)
    {
        foreach (JsonMember own in _json.Members(item).Where(static member => member.Name is "id" or ScenarioWords.Tenant))
        {
            _json.Error(own.NameSpan, $"`{own.Name}` would pass for the session's own", own.Name == ScenarioWords.Tenant ? "write `tenant` beside `session`" : null);
        }

        return _values.Record(item);
    }

    /// <summary>Definitions as `definitions.json` has them; they go before those of that file.</summary>
    private IReadOnlyList<ToolDefinition> ReadTools(JsonItem item)
    {
        try
        {
            return ToolListing.Read(_values.Element(item));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            _json.Error(item.Span, e.Message, """write `tools: { toolsets: { payments: [{ name: transfer, inputSchema: { … } }] } }`""");
            return [];
        }
    }
}

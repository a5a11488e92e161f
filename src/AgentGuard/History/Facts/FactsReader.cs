using System.Collections.Frozen;
using System.Globalization;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard;

/// <summary>Reads <c>facts.json</c>. What it does not understand is an error: a budget that counts nothing is none.</summary>
internal sealed class FactsReader
{
    private const int MaxFacts = 200;

    private static readonly string[] s_rootMembers = ["facts"];
    private static readonly string[] s_factMembers = ["kind", "event", "tool", "group", "label", "field", "window", "where", "key", "since", "start"];
    private static readonly string[] s_sinceMembers = ["event", "tool", "group", "label"];
    private static readonly string[] s_reserved = ["calls", "counts", "denied", "labels", "tools"];

    private static readonly FrozenDictionary<string, FactKind> s_kinds = new Dictionary<string, FactKind>
    {
        ["seen"] = FactKind.Seen,
        ["count"] = FactKind.Count,
        ["distinct"] = FactKind.Distinct,
        ["sum"] = FactKind.Sum,
        ["last"] = FactKind.Last,
        ["streak"] = FactKind.Streak,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, bool> s_starts = new Dictionary<string, bool> { ["open"] = true, ["closed"] = false }.ToFrozenDictionary();

    private readonly SourceText _source;
    private readonly TimeSpan? _retention;
    private readonly JsonShape _json;
    private readonly FactTools _tools;

    private FactsReader(SourceText source, JsonShape json, ToolCatalog catalog, TimeSpan? retention)
    {
        _source = source;
        _retention = retention;
        _json = json;
        _tools = new FactTools(json, catalog);
    }

    /// <summary>The facts; none where the file is not there, and where it is wrong the diagnostics say so.</summary>
    public static IReadOnlyList<HistoryFact> Read(BundleFile? file, ToolCatalog catalog, TimeSpan? retention, BundleDiagnostics diagnostics) =>
        file?.Decode(diagnostics) is { } source && JsonTree.Parse(source, diagnostics) is { } root
            ? new FactsReader(source, new JsonShape(source, diagnostics), catalog, retention).ReadRoot(root)
            : [];

    private List<HistoryFact> ReadRoot(JsonItem root)
    {
        List<HistoryFact> facts = [];
        IReadOnlyList<JsonMember> members = _json.Members(root, s_rootMembers);
        IReadOnlyList<JsonMember> declared = _json.Required(root, members, "facts") is { } item ? _json.Members(item) : [];
        if (declared.Count > MaxFacts)
        {
            _json.Error(declared[MaxFacts].NameSpan, $"more than {MaxFacts} facts");
            return facts;
        }

        foreach (JsonMember member in declared)
        {
            if (!EventValues.IsName(member.Name) || s_reserved.Contains(member.Name))
            {
                _json.Error(member.NameSpan, $"{Quoted.Text(member.Name)} cannot be the name of a fact", s_reserved.Contains(member.Name) ? "the guard's own facts are called so" : "use letters, digits and underscores");
            }
            else if (ReadFact(member) is { } fact)
            {
                facts.Add(fact);
            }
        }

        return facts;
    }

    private HistoryFact? ReadFact(JsonMember declared)
    {
        IReadOnlyList<JsonMember> members = _json.Members(declared.Value, s_factMembers);
        FactKind? kind = _json.Required(declared.Value, members, "kind") is { } kindItem ? _json.Choice(kindItem, "kind of fact", s_kinds) : null;
        EventSelector? counts = _tools.ReadSelector(declared.Value, members);
        if (kind is not { } known || counts is null)
        {
            return null;
        }

        HistoryFact fact = new(declared.Name, known, counts) { Source = _source, Span = declared.NameSpan, Window = _retention };
        foreach (JsonMember member in members)
        {
            fact = member.Name switch
            {
                "field" => fact with { Field = ReadField(member.Value, counts.Kind) },
                "window" => fact with { Window = ReadWindow(member.Value) },
                "where" => fact with { Where = ReadWhere(member.Value, counts.Kind) },
                "key" => fact with { Key = ReadKey(member.Value, counts.Kind) },
                "since" => fact with { Break = _tools.ReadSelector(member.Value, _json.Members(member.Value, s_sinceMembers)) },
                "start" => fact with { StartsOpen = _json.Choice(member.Value, "start", s_starts) ?? false },
                _ => fact,
            };
        }

        CheckShape(fact, declared, members);
        return fact;
    }

    /// <summary>Which members go with which kind.</summary>
    private void CheckShape(HistoryFact fact, JsonMember declared, IReadOnlyList<JsonMember> members)
    {
        bool needsField = fact.Kind is FactKind.Sum or FactKind.Distinct;
        RequireMatch("field", needsField, needsField ? "say which field: `input.amount`" : "only a sum and a distinct count have one");
        bool needsBreak = fact.Kind == FactKind.Streak;
        foreach (EventSelector events in fact.Break is { } end ? [fact.Counts, end] : new[] { fact.Counts })
        {
            if (events.Tools is null && fact.EventFields.FirstOrDefault(EventValues.IsInput) is { } input)
            {
                _json.Error(declared.NameSpan, $"{Quoted.Text(declared.Name)} counts `{events.Kind}` events of any tool, and not every tool has `{input}`", "name a `tool` or a `group`");
            }
        }

        if (fact.Kind == FactKind.Sum && fact.Field is { } summed && EventValues.IsEntity(summed, fact.Counts.Kind))
        {
            _json.Error(declared.NameSpan, $"{Quoted.Text(declared.Name)} sums `{summed}`, which is no number", "sum an argument or an output: `input.cents`");
        }

        RequireMatch("since", needsBreak, needsBreak ? "say which event breaks the row: `{ \"event\": \"response\" }`" : "only a streak has one");

        void RequireMatch(string name, bool isNeeded, string help)
        {
            JsonMember? member = members.FirstOrDefault(member => member.Name == name);
            if (member is null == isNeeded)
            {
                _json.Error(member?.NameSpan ?? declared.NameSpan, $"{Quoted.Text(declared.Name)} {(isNeeded ? "lacks" : "has")} `{name}`", help);
            }
        }
    }

    private string? ReadField(JsonItem item, string kind) => _json.Text(item) is { } text && CheckEventField(item, text, kind) ? text : null;

    private bool CheckEventField(JsonItem item, string field, string kind)
    {
        if (!HistoryEventKinds.Own.Contains(kind))
        {
            return Require(item, EventValues.IsName(field), field, "a field of an event of yours is a name of letters, digits and underscores");
        }

        return EventValues.IsOutput(field)
            ? Require(item, HistoryEventKinds.IsOutcome(kind) && IsPath(field), field, "outputs are known of `response` and `error` alone")
            : CheckCallField(item, field);
    }

    private bool CheckCallField(JsonItem item, string field) =>
        Require(item, EventValues.Plain.Contains(field) || (EventValues.IsInput(field) && IsPath(field)), field, $"known are `input.…`, {Quoted.List(EventValues.Plain)}");

    private bool Require(JsonItem item, bool condition, string field, string help)
    {
        if (!condition)
        {
            _json.Error(item.Span, $"{Quoted.Text(field)} is no field that a fact can name here", help);
        }

        return condition;
    }

    private static bool IsPath(string field) => EventValues.Path(field) is { Length: > 0 } path && path.All(static name => name.Length > 0);

    private List<FactMatch> ReadWhere(JsonItem item, string kind)
    {
        List<FactMatch> matches = [];
        foreach (JsonMember member in _json.Members(item))
        {
            JsonItem name = new(System.Text.Json.JsonValueKind.String, member.NameSpan, member.Name, [], []);
            if (_json.Text(member.Value) is { } call && CheckEventField(name, member.Name, kind) && CheckCallField(member.Value, call) && CheckComparable(member, kind, call))
            {
                matches.Add(new FactMatch(member.Name, call));
            }
        }

        return matches;
    }

    /// <summary>A value of JSON is never equal to an entity or to a digest.</summary>
    private bool CheckComparable(JsonMember match, string kind, string call)
    {
        // Whether a field of the host's is one or the other the host knows.
        bool isComparable = !HistoryEventKinds.Own.Contains(kind)
            || (EventValues.Plain.Contains(match.Name) ? EventValues.Plain.Contains(call) && (match.Name == EventValues.Digest) == (call == EventValues.Digest) : !EventValues.Plain.Contains(call));
        if (!isComparable)
        {
            _json.Error(match.NameSpan, $"`{match.Name}` and `{call}` are never equal", "compare arguments and outputs with arguments, `digest` with `digest`, and the rest with each other");
        }

        return isComparable;
    }

    private string ReadKey(JsonItem item, string kind)
    {
        if (_json.Text(item) is not { } key)
        {
            return FactKeys.Session;
        }

        if (!FactKeys.IsKey(key))
        {
            _json.Error(item.Span, $"unknown key {Quoted.Text(key)}", $"known are {Quoted.List(FactKeys.Plain)}, `session.<attribute>` and `principal.<attribute>`");
        }
        else if (key.StartsWith(FactKeys.PrincipalAttribute, StringComparison.Ordinal) && (kind is HistoryEventKinds.Denied or HistoryEventKinds.Held or HistoryEventKinds.Request || !HistoryEventKinds.Own.Contains(kind)))
        {
            _json.Error(item.Span, $"of a `{kind}` event the attributes of the principal are not known", "key it by `principal`, or count `admitted`, `response` or `error`");
        }

        return key;
    }

    private TimeSpan? ReadWindow(JsonItem item)
    {
        if (_json.Text(item) is not { } text)
        {
            return null;
        }

        TimeSpan unit = text is [.., var letter]
            ? letter switch
            {
                's' => TimeSpan.FromSeconds(1),
                'm' => TimeSpan.FromMinutes(1),
                'h' => TimeSpan.FromHours(1),
                'd' => TimeSpan.FromDays(1),
                _ => TimeSpan.Zero,
            }
            : TimeSpan.Zero;
        TimeSpan? window = unit > TimeSpan.Zero
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number > 0
            && number <= TimeSpan.FromDays(FactLimits.MaxDays) / unit
            ? number * unit
            : null;
        if (window is null)
        {
            _json.Error(item.Span, $"{Quoted.Text(text)} is no window", $"write a number and a unit, `90s`, `15m`, `24h` or `7d`, of at most {FactLimits.MaxDays} days");
        }

        if (window > _retention)
        {
            _json.Error(item.Span, $"the history is kept for {_retention.Value.TotalHours.ToString("0.##", CultureInfo.InvariantCulture)} hours, and a window of {Quoted.Text(text)} looks back further", "make the window shorter, or let the store keep more");
        }

        return window ?? _retention;
    }
}

using System.Text.Json;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Testing;

/// <summary>Reads steps. Each becomes what the fluent form of a scenario has for it, and knows its place.</summary>
internal sealed class StepReader
{
    private readonly JsonShape _json;
    private readonly ScenarioValues _values;
    private readonly CallReader _calls;

    public StepReader(JsonShape json, ScenarioValues values)
    {
        _json = json;
        _values = values;
        _calls = new CallReader(json, values);
    }

    /// <summary>How many steps so far call a tool.</summary>
    public int Calls { get; private set; }

    /// <returns>Adds the steps to a scenario.</returns>
    public Action<Scenario> Read(JsonItem list)
    {
        List<Action<Scenario>> steps = [];
        foreach (JsonItem item in _json.Items(list))
        {
            string place = _values.Place(item);
            if (ReadStep(item) is { } step)
            {
                steps.Add(scenario =>
                {
                    scenario.Place = place;
                    step(scenario);
                });
            }
        }

        return scenario => steps.ForEach(step => step(scenario));
    }

    private Action<Scenario>? ReadStep(JsonItem step)
    {
        IReadOnlyList<JsonMember> all = _json.Members(step);
        JsonMember[] verbs = [.. all.Where(static member => ScenarioWords.OfStep.ContainsKey(member.Name))];
        if (verbs is not [JsonMember verb])
        {
            Refuse(step, all, verbs);
            return null;
        }

        IReadOnlyList<JsonMember> members = _json.Members(step, [verb.Name, .. ScenarioWords.OfStep[verb.Name]]);
        JsonItem value = verb.Value;
        switch (verb.Name)
        {
            case ScenarioWords.Call:
                Calls++;
                return _calls.Read(step, members);
            case ScenarioWords.Says:
                return _json.Text(value) is { } words ? scenario => scenario.Says(words) : null;
            case ScenarioWords.HostSays:
                return _json.Text(value) is { } instructions ? scenario => scenario.HostSays(instructions) : null;
            case ScenarioWords.After:
                return _values.Time(value) is { } time ? scenario => scenario.After(time) : null;
            case ScenarioWords.SubAgent:
                return ReadSubAgent(step, members, value);
            case ScenarioWords.Parallel:
                return ReadParallel(value);
            case ScenarioWords.Granted:
                return ReadGrant(step, members, value);
            case ScenarioWords.Happened:
                return ReadEvent(members, value);
            case ScenarioWords.Environment:
                CedarRecord entries = _values.Record(value);
                return scenario => scenario.InEnvironment([.. entries]);
            case ScenarioWords.Facts:
                IReadOnlyList<(EntityUid Entity, CedarRecord Attributes)> facts = _values.Facts(value);
                return scenario => ScenarioReader.Know(scenario, facts);
            default:
                return _values.Principal(value) is { } who ? scenario => Answer(scenario, verb.Name, who) : null;
        }
    }

    private static void Answer(Scenario scenario, string verb, EntityUid who) => _ = verb switch
    {
        ScenarioWords.Approved => scenario.Approved(who),
        ScenarioWords.ApprovalRejected => scenario.ApprovalRejected(who),
        ScenarioWords.Confirmed => scenario.Confirmed(who),
        ScenarioWords.ConfirmationRejected => scenario.ConfirmationRejected(who),
        ScenarioWords.Refused => scenario.Refused(who),
        _ => scenario.Revoked(who),
    };

    private Action<Scenario>? ReadSubAgent(JsonItem step, IReadOnlyList<JsonMember> members, JsonItem value)
    {
        Hop? agent = _values.Hop(value);
        Action<Scenario>? work = _json.Required(step, members, ScenarioWords.Steps) is { } steps ? Read(steps) : null;
        return agent is null || work is null ? null : scenario => scenario.SubAgent(agent, work);
    }

    /// <summary>A branch is a list of steps, or a single one.</summary>
    private Action<Scenario>? ReadParallel(JsonItem value)
    {
        Action<Scenario>[] branches =
        [
            .. _json.Items(value).Select(branch => Read(branch.Kind == JsonValueKind.Array ? branch : branch with { Kind = JsonValueKind.Array, Items = [branch] })),
        ];
        if (branches.Length == 1)
        {
            _json.Error(value.Span, "one branch alone has nothing beside it", "each element of `parallel` is a branch: a step, or a list of steps");
        }

        return scenario => scenario.InParallel(branches);
    }

    private Action<Scenario>? ReadGrant(JsonItem step, IReadOnlyList<JsonMember> members, JsonItem value)
    {
        string? name = _json.Text(value);
        EntityUid? to = _json.Required(step, members, ScenarioWords.To) is { } who ? _values.Principal(who) : null;
        TimeSpan? time = _json.Required(step, members, ScenarioWords.For) is { } duration ? _values.Time(duration) : null;
        return name is null || to is null || time is null ? null : scenario => scenario.Granted(name, to, time.Value);
    }

    private Action<Scenario>? ReadEvent(IReadOnlyList<JsonMember> members, JsonItem value)
    {
        CedarRecord fields = members.FirstOrDefault(static member => member.Name == ScenarioWords.Fields) is { } given ? _values.Record(given.Value) : CedarRecord.Empty;
        return _json.Text(value) is { } kind ? scenario => scenario.Happened(kind, [.. fields]) : null;
    }

    /// <summary>Says of a step that is none, or several, what its author may have meant.</summary>
    private void Refuse(JsonItem step, IReadOnlyList<JsonMember> all, JsonMember[] verbs)
    {
        if (verbs.Length > 1)
        {
            _json.Error(verbs[1].NameSpan, $"a step says one thing, and this one both `{verbs[0].Name}` and `{verbs[1].Name}`", "begin another step with a dash");
        }
        else if (all.Count > 0)
        {
            IEnumerable<string> known = ScenarioWords.OfStep.Keys;
            _json.Error(
                all[0].NameSpan,
                $"unknown step {Quoted.Text(all[0].Name)}",
                Suggestion.Closest(all[0].Name, known) is { } meant ? $"did you mean `{meant}`?" : $"known are {Quoted.List(known)}");
        }
        else if (step.Kind == JsonValueKind.Object)
        {
            _json.Error(step.Span with { Length = 1 }, "the step is empty");
        }
    }
}

using System.Text.Json;

namespace AgentGuard.Testing;

/// <summary>Reads a step that calls a tool: what the model writes, what the tool returns, and how the call goes.</summary>
internal sealed class CallReader(JsonShape json, ScenarioValues values)
{
    private static readonly OrderedDictionary<string, (ToolCallStatus Status, bool Fails)[]> s_goWith = new()
    {
        [ScenarioWords.By] = [(ToolCallStatus.Held, false), (ToolCallStatus.Denied, false)],
        [ScenarioWords.Because] = [(ToolCallStatus.Denied, false)],
        [ScenarioWords.ModelReads] = [(ToolCallStatus.Executed, false)],
        [ScenarioWords.ToolGets] = [(ToolCallStatus.Executed, false), (ToolCallStatus.Executed, true), (ToolCallStatus.ResultWithheld, false)],
    };

    private static readonly Dictionary<string, int> s_reasons = typeof(DenyReasons).GetFields()
        .Select(static field => (string)field.GetRawConstantValue()!)
        .ToDictionary(static reason => reason, static _ => 0);

    /// <returns>Adds the call to a scenario; null where it cannot be read.</returns>
    public Action<Scenario>? Read(JsonItem step, IReadOnlyList<JsonMember> members)
    {
        ToolId? tool = Tool(members.Find(ScenarioWords.Call)!);
        string arguments = members.Find(ScenarioWords.With) is { } with ? Arguments(with) : "{}";
        JsonItem? returns = members.Find(ScenarioWords.Returns);
        string? failure = members.Find(ScenarioWords.Throws) is { } throws ? json.Text(throws) : null;
        if (returns is not null && failure is not null)
        {
            json.Error(returns.Span, "a tool that throws returns nothing");
        }

        ScenarioExpectation? expectation = Expectation(step, members);
        return tool is null || expectation is null ? null : Add;

        void Add(Scenario scenario)
        {
            ScenarioCall call = new(scenario, tool, arguments);
            _ = returns is null ? call : call.Returns(returns.Kind == JsonValueKind.String ? returns.Text : values.Element(returns));
            _ = failure is null ? call : call.Throws(new InvalidOperationException(failure));
            call.Expect(expectation);
        }
    }

    private ToolId? Tool(JsonItem item)
    {
        if (json.Text(item) is not { } text)
        {
            return null;
        }

        try
        {
            return ToolId.Parse(text);
        }
        catch (ArgumentException e)
        {
            json.Error(item.Span, e.ParamName is { } name ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message, "write toolset and name, as in `payments.transfer`");
            return null;
        }
    }

    /// <summary>An object is what a model would write for it; text stands for itself, so that a scenario can say what no serializer writes.</summary>
    private string Arguments(JsonItem item)
    {
        if (item.Kind == JsonValueKind.String)
        {
            return item.Text;
        }

        _ = json.Members(item);
        return values.Json(item);
    }

    private ScenarioExpectation? Expectation(JsonItem step, IReadOnlyList<JsonMember> members)
    {
        if (json.Required(step, members, ScenarioWords.Expect) is not { } item
            || json.Choice(item, "expectation", ScenarioWords.Expectations) is not { } expected)
        {
            return null;
        }

        foreach ((string name, (ToolCallStatus, bool)[] fitting) in s_goWith)
        {
            if (members.FirstOrDefault(member => member.Name == name) is { } member && !fitting.Contains(expected))
            {
                json.Error(member.NameSpan, $"`{name}` says nothing of a call that is {item.Text}", $"it goes with {Quoted.List(fitting.Select(Word))}");
            }
        }

        if (expected.Fails && members.Find(ScenarioWords.Throws) is null)
        {
            json.Error(item.Span, "a tool fails only where it throws", "write what it throws: `throws: the bank is closed`");
        }

        return new ScenarioExpectation(expected.Status)
        {
            Fails = expected.Fails,
            Policy = members.Find(ScenarioWords.By) is { } by ? json.Text(by) : null,
            Reason = members.Find(ScenarioWords.Because) is { } because && json.Choice(because, "reason", s_reasons) is not null ? because.Text : null,
            Result = members.Find(ScenarioWords.ModelReads) is { } reads ? values.Element(reads) : null,
            Arguments = members.Find(ScenarioWords.ToolGets) is { } gets ? values.Element(gets) : null,
        };
    }

    private static string Word((ToolCallStatus, bool) expected) => ScenarioWords.Expectations.First(word => word.Value == expected).Key;
}

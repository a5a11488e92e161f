using System.Text.Json;

namespace AgentGuard.Testing;

/// <summary>Reads one trace. Members that it does not know are left alone: recordings carry notes of their own.</summary>
internal sealed class TraceReader(string place)
{
    private const string Calls = "calls";
    private const string OutputOnly = "output_only";
    private const string User = "user";
    private const string Attack = "attack";

    private readonly HashSet<string> _calls = new(StringComparer.Ordinal);

    /// <exception cref="TraceFormatException">It is no trace.</exception>
    public Trace Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Fault("a line is an object");
        }

        List<TraceEvent> events = [];
        foreach (JsonElement item in Member(json, "events", JsonValueKind.Array).EnumerateArray())
        {
            events.Add(ReadEvent(item));
        }

        // An attack that is left out by mistake makes policies look better than they are.
        string? kind = Optional(json, "attack_kind");
        if (kind is not (null or Calls or OutputOnly))
        {
            throw Fault($"`{kind}` is no kind of attack: known are `{Calls}` and `{OutputOnly}`");
        }

        return new Trace(Text(json, "id"), events)
        {
            IsAttack = kind is not null || events.Exists(static happened => happened is TraceEvent.Called { IsAttack: true }),
            AttackCalls = kind is null or Calls,
        };
    }

    private TraceEvent ReadEvent(JsonElement item) => item.ValueKind != JsonValueKind.Object ? throw Fault("an event is an object") : Text(item, "type") switch
    {
        User => new TraceEvent.Said(Text(item, "text")),
        "call" => ReadCall(item),
        "result" => ReadResult(item),
        string other => throw Fault($"`{other}` is no type of event: known are `user`, `call` and `result`"),
    };

    private TraceEvent.Called ReadCall(JsonElement item)
    {
        string id = Text(item, "call_id");
        if (!_calls.Add(id))
        {
            throw Fault($"two calls have the id `{id}`");
        }

        bool? isNecessary = !item.TryGetProperty("necessary", out JsonElement necessary) || necessary.ValueKind == JsonValueKind.Null ? null
            : necessary.ValueKind is JsonValueKind.True or JsonValueKind.False ? necessary.GetBoolean()
            : throw Fault("`necessary` is `true`, `false` or `null`");
        string? phase = Optional(item, "phase");
        return phase is null or User or Attack
            ? new TraceEvent.Called(id, Text(item, "tool"), Member(item, "args", JsonValueKind.Object), phase == Attack, isNecessary)
            : throw Fault($"`{phase}` is no phase: known are `{User}` and `{Attack}`");
    }

    private TraceEvent.Returned ReadResult(JsonElement item)
    {
        string id = Text(item, "call_id");
        if (!_calls.Contains(id))
        {
            throw Fault($"a result is of the call `{id}`, which is not there before it");
        }

        JsonElement? structured = item.TryGetProperty("output_json", out JsonElement json) && json.ValueKind != JsonValueKind.Null ? json : null;
        bool isError = item.TryGetProperty("error", out JsonElement error) && error.ValueKind is not (JsonValueKind.Null or JsonValueKind.False);
        return new TraceEvent.Returned(id, Optional(item, "output") ?? "", structured, isError);
    }

    private string Text(JsonElement item, string name) => Member(item, name, JsonValueKind.String).GetString()!;

    private string? Optional(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? Text(item, name) : null;

    private JsonElement Member(JsonElement item, string name, JsonValueKind kind) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == kind ? value : throw Fault($"`{name}` is missing, or no {kind.ToString().ToLowerInvariant()}");

    private TraceFormatException Fault(string message) => new($"{place}: {message}");
}

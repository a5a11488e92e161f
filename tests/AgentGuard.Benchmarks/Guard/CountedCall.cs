using System.Globalization;
using static AgentGuard.Principal;

namespace AgentGuard.Benchmarks.Guard;

/// <summary>A whole call under a budget, a rate and a prerequisite, with a history of so many events behind it.</summary>
internal sealed class CountedCall : Benchmark
{
    private const string Tools = """{ "tools": { "payments.transfer": { "groups": ["money"] }, "files.read": {} } }""";

    private const string Limits = """
        permit (principal, action, resource) when { context.now > datetime("2020-01-01") };
        @id("budget") forbid (principal, action in Action::"money", resource) when { context.history.paid + context.input.cents > 100000000000 };
        @id("rate") forbid (principal, action in Action::"money", resource) when { context.history.payments > 100000000 };
        @id("people") forbid (principal, action in Action::"money", resource) when { context.history.payees > 100000000 };
        @id("refused") forbid (principal, action in Action::"money", resource) when { context.history.failures >= 3 };
        """;

    private const string Facts = """
        { "facts": {
            "paid": { "kind": "sum", "event": "admitted", "tool": "payments.transfer", "field": "input.cents", "window": "24h", "key": "principal" },
            "payments": { "kind": "count", "event": "admitted", "tool": "payments.transfer", "window": "24h", "key": "principal" },
            "payees": { "kind": "distinct", "event": "admitted", "tool": "payments.transfer", "field": "input.to", "window": "24h", "key": "principal" },
            "failures": { "kind": "streak", "event": "error", "tool": "payments.transfer", "since": { "event": "response", "tool": "payments.transfer" }, "window": "24h", "key": "principal" } } }
        """;

    private static readonly HistoryPartition s_partition = new("principal", null, User("alice").ToString());

    private readonly string _folder = Directory.CreateTempSubdirectory("agentguard-benchmark-").FullName;
    private readonly InMemoryInvocationHistoryStore _store;
    private readonly ToolCallGuard _guard;
    private readonly int _events;
    private AgentScope? _scope;

    /// <param name="events">How many events the principal's history has.</param>
    public CountedCall(int events)
        : base(string.Create(CultureInfo.InvariantCulture, $"counted call, {events:N0} events"), policies: 5)
    {
        _events = events;
        File.WriteAllText(Path.Combine(_folder, "policies.cedar"), Limits);
        File.WriteAllText(Path.Combine(_folder, "tools.json"), Tools);
        File.WriteAllText(Path.Combine(_folder, "facts.json"), Facts);
        _store = new InMemoryInvocationHistoryStore(maxEvents: 10_000_000);
        _guard = ToolCallGuard.FromPolicies(_folder, options =>
        {
            options.ReloadOnChange = false;
            options.HistoryStore = _store;
        });
    }

    public override int Operations => 500;

    public override void Verify()
    {
        Invoke(0);
        HistoryEvent[] call = [.. _store.ReadEventsAsync(s_partition, 0, default).AsTask().GetAwaiter().GetResult().Events];
        for (int i = 0; i < _events / call.Length; i++)
        {
            string id = i.ToString(CultureInfo.InvariantCulture);
            _store.AppendAsync([new PartitionAppend(s_partition, null, [.. call.Select(happened => happened with { CallId = id })])], default).AsTask().Wait();
        }

        if (Invoke(1).Status != ToolCallStatus.Executed)
        {
            throw new WrongAnswerException($"{Name}: {Invoke(2).Decision.Explain()}");
        }
    }

    public override void Run(int operation) => Invoke(operation);

    public override void Dispose()
    {
        _scope?.Dispose();
        _guard.Dispose();
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }

    private ToolCallOutcome Invoke(int operation)
    {
        if (operation == 0)
        {
            _scope?.Dispose();
            ExecutionContext.Run(ExecutionContext.Capture()!, static benchmark => ((CountedCall)benchmark!)._scope = AgentScope.Begin(GuardSession.Create(), User("alice"), Agent("bot")), this);
        }

        ToolCallRequest request = new()
        {
            Tool = new ToolDefinition(ToolId.Parse("payments.transfer")),
            Arguments = ToolArguments.FromJson("""{"to":"DE89370400440532013000","cents":250}"""),
            Scope = _scope,
        };
        return _guard.InvokeAsync(request, static (_, _) => ValueTask.FromResult(new ToolResult(null, []))).AsTask().GetAwaiter().GetResult();
    }
}

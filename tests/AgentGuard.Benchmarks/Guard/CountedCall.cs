using System.Globalization;
using static AgentGuard.Principal;

namespace AgentGuard.Benchmarks.Guard;

/// <summary>A whole call under a budget, a rate and a prerequisite, with a history of so many events behind it: by facts, or by temporal conditions.</summary>
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

    private const string Conditions = """
        permit (principal, action, resource) when { context.now > datetime("2020-01-01") };
        @id("budget") forbid (principal, action in Action::"money", resource) when temporal { sum_within(c, 24h, Action::"payments.transfer"::request{ input.cents: c }) > 100000000000 };
        @id("rate") forbid (principal, action in Action::"money", resource) when temporal { count_within(24h, Action::"payments.transfer"::admitted{}) > 100000000 };
        @id("again") forbid (principal, action in Action::"money", resource) when temporal { formerly within 24h Action::"payments.transfer"::denied{ input.to: context.input.to } };
        @id("failed") forbid (principal, action in Action::"money", resource)
        when temporal { formerly within 24h (Action::"payments.transfer"::error{ input.to: context.input.to } && !formerly within 1h Action::"payments.transfer"::response{ input.to: context.input.to }) };
        """;

    private const string Events = """
        decision event<A>::request { ...inputs(A), pin callerPrincipal: principalType(A) = principal }
        event<A>::admitted { ...inputs(A), pin callerPrincipal: principalType(A) = principal }
        event<A>::denied { ...inputs(A), pin callerPrincipal: principalType(A) = principal }
        event<A>::response { ...inputs(A), pin callerPrincipal: principalType(A) = principal }
        event<A>::error { ...inputs(A), pin callerPrincipal: principalType(A) = principal }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("agentguard-benchmark-").FullName;
    private readonly InMemoryInvocationHistoryStore _store;
    private readonly ToolCallGuard _guard;
    private readonly HistoryPartition _partition;
    private readonly int _events;
    private AgentScope? _scope;

    /// <param name="isOrdered">Whether conditions are asked, and not facts.</param>
    /// <param name="events">How many events the principal's history has.</param>
    public CountedCall(bool isOrdered, int events)
        : base(string.Create(CultureInfo.InvariantCulture, $"{(isOrdered ? "ordered" : "counted")} call, {events:N0} events"), policies: 5)
    {
        _events = events;
        _partition = new HistoryPartition(isOrdered ? "temporal:principal" : "principal", null, User("alice").ToString());
        File.WriteAllText(Path.Combine(_folder, "policies.cedar"), isOrdered ? Conditions : Limits);
        File.WriteAllText(Path.Combine(_folder, "tools.json"), Tools);
        File.WriteAllText(Path.Combine(_folder, isOrdered ? "events.dwschema" : "facts.json"), isOrdered ? Events : Facts);
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
        HistoryEvent[] call = [.. _store.ReadEventsAsync(_partition, 0, default).AsTask().GetAwaiter().GetResult().Events];
        for (int i = 0; i < _events / call.Length; i++)
        {
            string id = i.ToString(CultureInfo.InvariantCulture);
            _store.AppendAsync([new PartitionAppend(_partition, null, [.. call.Select(happened => happened with { CallId = id })])], default).AsTask().Wait();
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

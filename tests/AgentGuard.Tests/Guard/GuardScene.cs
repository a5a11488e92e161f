using System.Text.Json;
using AgentGuard.Cedar.Values;
using AgentGuard.Tests.Delegation;
using AgentGuard.Tests.Policies;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.Guard;

/// <summary>A guard over a bundle of its own, a clock that stands still, and a tool that counts how often it ran.</summary>
internal sealed class GuardScene : IDisposable
{
    public const string PermitAll = "permit (principal, action, resource);\n";

    private const string DefaultTools = """
        { "tools": { "payments.transfer": { "groups": ["money"] }, "mail.read": { "output": { "labels": ["mail"] } }, "crm.read": {} } }
        """;

    private const string People = """
        [ { "uid": { "type": "User", "id": "alice" }, "attrs": { "roles": ["treasurer"] }, "parents": [] },
          { "uid": { "type": "User", "id": "fay" }, "attrs": {}, "parents": [{ "type": "Group", "id": "finance" }] },
          { "uid": { "type": "User", "id": "gus" }, "attrs": {}, "parents": [{ "type": "Group", "id": "finance" }] } ]
        """;

    private readonly TemporaryBundle _bundle = new();
    private int _runs;

    public GuardScene(string policies = PermitAll, string tools = DefaultTools, Action<AgentGuardOptions>? configure = null, string? facts = null, string? events = null)
    {
        if (events is not null)
        {
            WriteEvents(events);
        }

        if (facts is not null)
        {
            _bundle.Write("facts.json", $$"""{ "facts": { {{facts}} } }""");
        }

        Edit(policies, tools, People);
        AgentGuardOptions options = new()
        {
            PolicyPath = _bundle.Folder,
            ReloadOnChange = false,
            TimeProvider = Clock,
            LoggerFactory = Log,
            AuditStore = Audit,
        };
        configure?.Invoke(options);
        Guard = new ToolCallGuard(options);
        Scope = Begin(User("alice"), Agent("bot"));
    }

    public ManualTimeProvider Clock { get; } = new();

    public LogLines Log { get; } = new();

    public InMemoryAuditStore Audit { get; } = new();

    public ToolCallGuard Guard { get; }

    /// <summary>alice, on whose behalf bot acts.</summary>
    public AgentScope Scope { get; }

    /// <summary>How often a tool ran.</summary>
    public int Runs => Volatile.Read(ref _runs);

    /// <summary>What the tool was last called with.</summary>
    public string Ran { get; private set; } = "";

    public ToolBody Tool { get; set; } = (_, _) => new(Text("done"));

    public string Explanation => Audit.Entries[^1].Explanation;

    public static ToolResult Text(string text) => new(text, [Json($"\"{JsonEncodedText.Encode(text)}\"")]);

    public static JsonElement Json(string json) => JsonElement.Parse(json);

    /// <summary>A scope that is current nowhere: requests name it.</summary>
    public static AgentScope Begin(params ReadOnlySpan<Hop> hops) => Begin(GuardSession.Create(), hops);

    public static AgentScope Begin(GuardSession session, params ReadOnlySpan<Hop> hops)
    {
        AgentScope scope = AgentScope.Begin(session, hops);
        AsyncFlow.Forget();
        return scope;
    }

    public void WriteEvents(string events) => _bundle.Write("events.dwschema", events);

    public GuardScene Edit(string policies, string? tools = null, string? people = null)
    {
        _bundle.Write("treasury.cedar", policies);
        if (tools is not null)
        {
            _bundle.Write("tools.json", tools);
        }

        if (people is not null)
        {
            _bundle.Write("entities.json", people);
        }

        return this;
    }

    /// <summary>Other facts from here on.</summary>
    public GuardScene EditFacts(string facts)
    {
        _bundle.Write("facts.json", $$"""{ "facts": { {{facts}} } }""");
        Assert.True(Guard.Policies.Reload(), Guard.Policies.LoadError);
        return this;
    }

    public ToolCallRequest Call(string arguments = "{}", string tool = "payments.transfer", AgentScope? scope = null, bool isOuter = false) =>
        Call(new ToolDefinition(ToolId.Parse(tool)), arguments, scope, isOuter);

    public ToolCallRequest Call(ToolDefinition tool, string arguments = "{}", AgentScope? scope = null, bool isOuter = false) => new()
    {
        Tool = tool,
        Arguments = ToolArguments.FromJson(arguments),
        Scope = scope ?? Scope,
        IsOuterLayer = isOuter,
    };

    public ValueTask<ToolCallOutcome> InvokeAsync(string arguments = "{}", string tool = "payments.transfer", AgentScope? scope = null) =>
        InvokeAsync(Call(arguments, tool, scope));

    public ValueTask<ToolCallOutcome> InvokeAsync(ToolCallRequest request, CancellationToken cancellationToken = default) =>
        Guard.InvokeAsync(request, RunAsync, cancellationToken);

    public ValueTask<ToolResult> RunAsync(JsonElement arguments, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        Ran = arguments.GetRawText();
        return Tool(arguments, cancellationToken);
    }

    /// <summary>The call is denied for this reason, and the tool has not run.</summary>
    public async Task AssertDeniedAsync(string reason, ToolCallRequest request) => AssertDenied(reason, await InvokeAsync(request), Runs);

    public Task AssertDeniedAsync(string reason, string arguments = "{}", string tool = "payments.transfer", AgentScope? scope = null) =>
        AssertDeniedAsync(reason, Call(arguments, tool, scope));

    public void AssertDenied(string reason, ToolCallOutcome outcome, int runsBefore)
    {
        Assert.Equal((ToolCallStatus.Denied, reason), (outcome.Status, outcome.Decision.Denial?.Code));
        Assert.StartsWith("Not executed: ", outcome.Text, StringComparison.Ordinal);
        Assert.Null(outcome.Result);
        Assert.Equal(runsBefore, Runs);
    }

    public async Task AssertExecutedAsync(string arguments = "{}", string tool = "payments.transfer", AgentScope? scope = null)
    {
        int before = Runs;
        ToolCallOutcome outcome = await InvokeAsync(arguments, tool, scope);
        Assert.Equal((ToolCallStatus.Executed, null), (outcome.Status, outcome.Decision.Denial?.Code));
        Assert.Equal(before + 1, Runs);
    }

    public async Task<ApprovalRequest> AssertHeldAsync(string arguments = "{}", string tool = "payments.transfer")
    {
        int before = Runs;
        ToolCallOutcome outcome = await InvokeAsync(arguments, tool);
        Assert.Equal((ToolCallStatus.Held, null), (outcome.Status, outcome.Decision.Denial?.Code));
        Assert.Equal(before, Runs);
        return outcome.Decision.Approval!;
    }

    /// <summary>What the session's history holds, oldest first.</summary>
    public async Task<InvocationOutcome[]> HistoryAsync(AgentScope? scope = null) =>
        [.. (await Guard.History.ListAsync(KeyOf(scope ?? Scope), default)).Select(invocation => invocation.Outcome)];

    /// <summary>How many calls count against the session's limits.</summary>
    public async Task<long> CountedAsync() =>
        (await Guard.History.ReadAsync(KeyOf(Scope), default)).Facts["calls"].AsLong;

    public InvocationOutcome[] Audited() => [.. Audit.Entries.Select(entry => entry.Outcome)];

    public void Dispose()
    {
        Scope.Dispose();
        Guard.Dispose();
        _bundle.Dispose();
    }

    private static SessionKey KeyOf(AgentScope scope) => new(scope.Session.Id, scope.Session.Tenant, scope.Chain.Root.Principal);
}

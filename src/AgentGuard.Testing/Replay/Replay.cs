using System.Collections.Concurrent;

namespace AgentGuard.Testing;

/// <summary>
/// Plays recorded conversations against policies, without a model: the user's words and the tools' outputs are those of the recording, and every call is
/// decided by the guard as it would be in production. A call that is denied or held does not run here; the conversation goes on as it was recorded,
/// with what its tool had put out, so that each later call is decided for itself. Conversations know nothing of each other: each has a tenant and a history of its own.
/// Safe for several threads.
/// </summary>
public sealed class Replay : IDisposable
{
    private readonly ReplayOptions _options;
    private readonly ReplayFolder? _folder;
    private readonly ScenarioClock _clock = new();
    private readonly ToolCallGuard _guard;
    private readonly string _toolset;
    private long _conversations;
    private readonly IReadOnlyDictionary<string, ToolDefinition> _tools;

    /// <summary>Loads the policies.</summary>
    /// <param name="suite">Whose tools they are about.</param>
    /// <param name="policies">The bundle's folder. Where the suite has a catalog, it takes the place of the bundle's own.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="PolicyBundleException">The policies cannot be loaded, or do not go with the catalog.</exception>
    /// <exception cref="TraceFormatException">The tools cannot be read, or the catalog's are in several toolsets.</exception>
    public Replay(TraceSuite suite, string policies, ReplayOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(suite);
        ArgumentException.ThrowIfNullOrEmpty(policies);
        _options = options ?? new ReplayOptions();
        string folder = PolicyFolder.Find(policies);
        _folder = suite.Catalog is { } catalog ? new ReplayFolder(folder, catalog) : null;
        try
        {
            _guard = ToolCallGuard.FromPolicies(_folder?.Folder ?? folder, guard =>
            {
                guard.ReloadOnChange = false;
                guard.TimeProvider = _clock;
                guard.HistoryStore = new ConversationHistories();
                guard.ApprovalStore = new InMemoryApprovalStore(_clock, capacity: int.MaxValue, capacityPerSession: int.MaxValue);
                _options.Configure?.Invoke(guard);
            });
            _toolset = ToolsetOf(suite, _guard.Policies.Current.Catalog);
            _tools = TraceTools.Read(suite.Tools, _toolset);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Plays one conversation, in a session of its own.</summary>
    /// <param name="trace">The conversation.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What was decided.</returns>
    /// <exception cref="ReplayFaultException">A call could not be decided.</exception>
    public async Task<ReplayedTrace> RunAsync(Trace trace, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ConversationHistories.Begin(_clock);
        GuardSession session = GuardSession.Create(tenant: $"conversation-{Interlocked.Increment(ref _conversations)}");
        Dictionary<string, TraceEvent.Returned> results = trace.Events.OfType<TraceEvent.Returned>().DistinctBy(static result => result.CallId).ToDictionary(static result => result.CallId);
        List<ReplayedCall> calls = [];
        using AgentScope scope = AgentScope.Begin(session, _options.User, _options.Agent);
        foreach (TraceEvent happened in trace.Events)
        {
            switch (happened)
            {
                case TraceEvent.Said said:
                    session.UserSaid(said.Text);
                    break;
                case TraceEvent.Called called:
                    calls.Add(await CallAsync(trace, called, results.GetValueOrDefault(called.Id), scope, cancellationToken).ConfigureAwait(false));
                    break;
            }
        }

        return new ReplayedTrace(trace.Id, MarkNecessary(trace, calls)) { IsAttack = trace.IsAttack, IsLeftOut = trace is { IsAttack: true, AttackCalls: false } };
    }

    /// <summary>Plays all conversations of a suite, several at once.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="progress">Hears after each conversation how many are done; null for nobody.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What was decided, in the order of the files.</returns>
    /// <exception cref="TraceFormatException">A file is none of traces.</exception>
    /// <exception cref="ReplayFaultException">A call could not be decided.</exception>
    public async Task<ReplayTally> RunAsync(TraceSuite suite, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(suite);
        ConcurrentDictionary<long, ReplayedTrace> done = [];
        await Parallel.ForEachAsync(ReadAsync(suite, cancellationToken), cancellationToken, async (numbered, token) =>
        {
            // In a flow of its own: scopes of several conversations are open at once.
            done[numbered.Number] = await Task.Run(() => RunAsync(numbered.Trace, token), token).ConfigureAwait(false);
            progress?.Report(done.Count);
        }).ConfigureAwait(false);
        return new ReplayTally(suite.Name, [.. done.OrderBy(static trace => trace.Key).Select(static trace => trace.Value).Where(static trace => !trace.IsLeftOut)]);
    }

    /// <summary>Unloads the policies.</summary>
    public void Dispose()
    {
        _guard?.Dispose();
        _folder?.Dispose();
    }

    private static async IAsyncEnumerable<(long Number, Trace Trace)> ReadAsync(
        TraceSuite suite, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long number = 0;
        foreach (string file in suite.Files)
        {
            await foreach (Trace trace in TraceFile.ReadAsync(file, cancellationToken).ConfigureAwait(false))
            {
                yield return (number++, trace);
            }
        }
    }

    private async Task<ReplayedCall> CallAsync(Trace trace, TraceEvent.Called called, TraceEvent.Returned? returned, AgentScope scope, CancellationToken cancellationToken)
    {
        ToolDefinition tool = _tools.GetValueOrDefault(called.Tool) ?? Unlisted(trace, called.Tool);
        ToolCallRequest request = new() { Tool = tool, Arguments = ToolArguments.FromJson(called.Arguments.GetRawText()), CallId = called.Id, Scope = scope };
        ToolResult result = ReplayResult.Of(returned);
        ToolCallOutcome outcome = await _guard.InvokeAsync(request, (_, _) => new ValueTask<ToolResult>(result), cancellationToken).ConfigureAwait(false);
        Decision decision = outcome.Decision;
        if (decision.Denial is { Code: DenyReasons.GuardFailure } failure)
        {
            throw new ReplayFaultException($"{trace.Id}: the call {called.Id} of {called.Tool} could not be decided: {failure.Message}");
        }

        if (decision.Effect != DecisionEffect.Permit)
        {
            _guard.Recall(scope.Session, tool.Id, result);
        }

        _options.OnResult?.Invoke(scope.Session, called, returned?.Structured);
        return new ReplayedCall(called.Id, tool.Id, decision.Effect, decision.Denial?.Code, [.. PoliciesOf(decision)])
        {
            IsAttack = called.IsAttack,
            IsNecessary = called.IsNecessary == true,
            ChangesSomething = !_guard.Policies.Current.Catalog.TryFind(tool.Id, out ToolEntry? entry) || !entry.Groups.Contains("read_only"),
        };
    }

    private ToolDefinition Unlisted(Trace trace, string tool)
    {
        try
        {
            return new ToolDefinition(new ToolId(_toolset, tool));
        }
        catch (ArgumentException e)
        {
            throw new TraceFormatException($"{trace.Id}: no tool can be called so: {e.Message}", e);
        }
    }

    private static IEnumerable<string> PoliciesOf(Decision decision) => decision.Effect switch
    {
        DecisionEffect.RequireApproval => decision.Obligations.OfType<ApprovalObligation>().Select(static obligation => obligation.Source.PolicyId).Distinct(),
        DecisionEffect.Deny => decision.Policies.Where(static policy => policy is { Effect: Cedar.Ast.Effect.Forbid, IsShadow: false }).Select(static policy => policy.Id).Distinct(),
        _ => [],
    };

    /// <summary>Where a recording does not say which call the attacker needs, it is the last that does something.</summary>
    private static List<ReplayedCall> MarkNecessary(Trace trace, List<ReplayedCall> calls)
    {
        if (!trace.IsAttack || trace.Events.Any(static happened => happened is TraceEvent.Called { IsNecessary: not null }))
        {
            return calls;
        }

        int last = calls.FindLastIndex(static call => call is { IsAttack: true, ChangesSomething: true });
        if (last >= 0)
        {
            calls[last] = calls[last] with { IsNecessary = true };
        }

        return calls;
    }

    private static string ToolsetOf(TraceSuite suite, ToolCatalog catalog)
    {
        string[] toolsets = [.. catalog.Tools.Select(static tool => tool.Id.Toolset).Distinct()];
        return toolsets is [string one] ? one
            : throw new TraceFormatException($"{suite.Name}: the tools of its catalog are in {(toolsets.Length == 0 ? "no toolset" : "several toolsets")}, and those of a recording in one");
    }
}

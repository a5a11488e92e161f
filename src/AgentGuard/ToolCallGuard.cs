using System.Diagnostics;

namespace AgentGuard;

/// <summary>
/// The policy enforcement point. Every tool call of an agent passes through <see cref="InvokeAsync"/>, which decides it afresh,
/// and runs the tool only where policies permit. Safe for use by many threads.
/// </summary>
public sealed class ToolCallGuard : IDisposable
{
    private readonly GuardParts _parts;

    /// <summary>Makes a guard and loads its bundle.</summary>
    /// <param name="options">How it behaves.</param>
    /// <exception cref="PolicyBundleException">The bundle cannot be loaded; the message names file, line and column.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ToolCallGuard(AgentGuardOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _parts = GuardComposition.Compose(options);
    }

    /// <summary>Gives and refuses the yeses that held calls wait for.</summary>
    public Approvals Approvals => _parts.Approvals;

    /// <summary>Rights for a while: granted, listed and taken back.</summary>
    public GrantRegistry Grants => _parts.Grants;

    /// <summary>Takes principals, hops and sessions out of service.</summary>
    public Revocations Revocations => _parts.Revocations;

    /// <summary>The policies in force.</summary>
    public PolicyBundleProvider Policies => _parts.Bundles;

    /// <summary>The history of sessions.</summary>
    public IInvocationHistoryStore History => _parts.History;

    /// <summary>The audit log.</summary>
    public IAuditStore Audit => _parts.Audit;

    /// <summary>Makes a guard from a folder of policies, without a container.</summary>
    /// <param name="path">The bundle's folder. A relative path is taken from <see cref="AppContext.BaseDirectory"/>.</param>
    /// <param name="configure">Changes options; null for the defaults.</param>
    /// <returns>The guard; the caller disposes it.</returns>
    /// <exception cref="PolicyBundleException">The bundle cannot be loaded; the message names file, line and column.</exception>
    public static ToolCallGuard FromPolicies(string path, Action<AgentGuardOptions>? configure = null)
    {
        AgentGuardOptions options = new() { PolicyPath = path };
        configure?.Invoke(options);
        return new ToolCallGuard(options);
    }

    /// <summary>
    /// Adds tools that this process has. The policies in force, and those of every later edit, are held to them; an edit that does not fit is
    /// refused, and the last good bundle stays.
    /// </summary>
    /// <param name="tools">The tools; of several definitions with one id the last counts. Those that are known as they are cost nothing.</param>
    /// <exception cref="PolicyBundleException">A policy does not fit them: an unknown tool, a misspelt argument, a number compared with text. Nothing is added then.</exception>
    public void RegisterTools(IEnumerable<ToolDefinition> tools) => _parts.Bundles.RegisterTools(tools);

    /// <summary>Decides a call, and runs the tool if it is permitted.</summary>
    /// <param name="request">The call.</param>
    /// <param name="tool">Runs the tool on the decided arguments; called at most once.</param>
    /// <param name="cancellationToken">Cancels the call. Before the tool starts, everything is given back.</param>
    /// <returns>The result, or what to tell the model in its place.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async ValueTask<ToolCallOutcome> InvokeAsync(ToolCallRequest request, ToolBody tool, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tool);
        ToolCallAdmission admission = await AdmitAsync(request, cancellationToken).ConfigureAwait(false);
        return admission.IsAdmitted
            ? await admission.RunAsync(tool, cancellationToken).ConfigureAwait(false)
            : admission.Refusal;
    }

    /// <summary>Decides a call and reserves what it needs; the adapter runs the tool itself.</summary>
    /// <param name="request">The call.</param>
    /// <param name="cancellationToken">Cancels the decision.</param>
    /// <returns>The admission; it must be completed or disposed.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public ValueTask<ToolCallAdmission> AdmitAsync(ToolCallRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return InvocationTicket.TryJoin(request, _parts) is { } outer
            ? ValueTask.FromResult(new ToolCallAdmission(outer.Decision, outer.Arguments))
            : DecideAndRecordAsync(request, cancellationToken);
    }

    /// <summary>
    /// Looks at what would be decided, and makes a request for a yes where one is missing. Nothing is reserved, discharged or used up:
    /// the call itself is decided again. Only a hold is written down, for somebody is asked.
    /// </summary>
    /// <param name="request">The call.</param>
    /// <param name="cancellationToken">Cancels the decision.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async ValueTask<Decision> DecideAsync(ToolCallRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        (Decision decision, CallDecision call) = await DecideAsync(request, DecisionPurpose.Look, cancellationToken).ConfigureAwait(false);
        return decision.Effect == DecisionEffect.RequireApproval
            ? (await DecisionRecord.WriteAsync(_parts, decision, call, cancellationToken).ConfigureAwait(false))!
            : decision;
    }

    /// <summary>
    /// Whether a call of a tool could ever be permitted or held, whatever its arguments and circumstances are: what a list of tools for a caller may leave out.
    /// It may say yes too often, and never says no of a tool of which some call would pass. It is no decision; each call is decided.
    /// </summary>
    /// <param name="tool">The tool, as its framework defines it now. One that the catalog does not know, or whose pin differs, could not.</param>
    /// <param name="scope">Who would call; for nobody, null, nothing could.</param>
    /// <returns>False if every call would be denied by the policies in force.</returns>
    /// <remarks>
    /// Known are the chain, the tool and its groups, the type of what it acts on, and, where no information point could say otherwise, the attributes and groups of entities.
    /// Grants, revocations, limits and hops' own bounds are not looked at. A decision point other than <see cref="CedarDecisionPoint"/> is not asked: there all tools of the catalog could.
    /// </remarks>
    public bool CouldBePermitted(ToolDefinition tool, AgentScope? scope)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return scope is not null && PermitForecast.Of(_parts, tool, scope);
    }

    /// <summary>
    /// Explains what would be decided: every policy with what its conditions came to, and what the nearest permit is. Nothing is reserved, discharged,
    /// used up, held or written to a log; information points, grants and stores are read as for a call.
    /// </summary>
    /// <param name="request">The call.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The explanation, for operators.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async ValueTask<CallExplanation> ExplainAsync(ToolCallRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        (Decision decision, CallDecision call) = await DecideAsync(request, DecisionPurpose.Explain, cancellationToken).ConfigureAwait(false);
        return new CallExplanation(decision, PolicyConsiderations.Of(call.Rounds), call.NearestPermit);
    }

    /// <summary>Lets a session go on that was held after too many refusals.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>True if the session is known.</returns>
    public ValueTask<bool> ReleaseSessionAsync(string sessionId, CancellationToken cancellationToken = default) =>
        _parts.History.ClearRefusalsAsync(sessionId, cancellationToken);

    /// <summary>
    /// Writes down something that happened outside of the guard, for the facts that the bundle declares over it. Call it from host code alone:
    /// what it says is believed.
    /// </summary>
    /// <param name="happened">What happened.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>When it is written; at once where nothing counts it.</returns>
    /// <exception cref="ArgumentException">The kind is the guard's own or no name, a fact or a condition needs what the event does not say, or a field is neither text, number, boolean nor entity.</exception>
    /// <exception cref="HistoryUnavailableException">The history has no room for it.</exception>
    public ValueTask RecordEventAsync(HostEvent happened, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return HostEvents.WriteAsync(_parts, happened, cancellationToken);
    }

    /// <summary>
    /// Takes notice of what a tool put out whose call was not decided here: of a conversation that is carried on or replayed. It goes into
    /// <c>context.origin</c> as the output of that tool, and into no history. Call it from host code alone.
    /// </summary>
    /// <param name="session">The session that has seen it.</param>
    /// <param name="tool">The tool. One that the catalog does not know is not trusted.</param>
    /// <param name="result">What it put out.</param>
    public void Recall(GuardSession session, ToolId tool, ToolResult result)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(tool);
        ArgumentNullException.ThrowIfNull(result);
        OutputOrigins.Add(_parts.Bundles.Current.Catalog.TryFind(tool, out ToolEntry? entry) ? entry : new ToolEntry(tool), session, result);
    }

    /// <summary>Stops watching the bundle's folder.</summary>
    public void Dispose() => _parts.Bundles.Dispose();

    private async ValueTask<ToolCallAdmission> DecideAndRecordAsync(ToolCallRequest request, CancellationToken cancellationToken)
    {
        long start = _parts.Options.TimeProvider.GetTimestamp();
        Activity? activity = GuardTelemetry.Start(request);
        try
        {
            Decision? decision;
            CallDecision call;
            do
            {
                (decision, call) = await DecideAsync(request, DecisionPurpose.Commit, cancellationToken).ConfigureAwait(false);
                decision = await DecisionRecord.WriteAsync(_parts, decision, call, cancellationToken).ConfigureAwait(false);
            }
            while (decision is null);
            GuardTelemetry.Decided(activity, decision, _parts.Options.TimeProvider.GetElapsedTime(start));
            if (decision.Effect == DecisionEffect.Permit)
            {
                ToolCallAdmission admission = new(decision, _parts, call, activity);
                activity = null;
                return admission;
            }

            return new ToolCallAdmission(decision);
        }
        finally
        {
            GuardTelemetry.Ended(activity, error: null);
        }
    }

    private async ValueTask<(Decision Decision, CallDecision Call)> DecideAsync(ToolCallRequest request, DecisionPurpose purpose, CancellationToken cancellationToken)
    {
        CallDecision call = new(_parts, request, _parts.Bundles.Current, RandomId.New("dec_"));
        DecisionContent content;
        try
        {
            content = await call.RunAsync(purpose, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await DecisionRecord.GiveBackAsync(_parts, call).ConfigureAwait(false);
            if (e is OperationCanceledException && cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            GuardTelemetry.Safely(() => _parts.Logger.Failed(e, request.Tool.Id, call.DecisionId));
            content = DecisionContent.Deny(DecisionRecord.ToDenial(e));
        }

        return (new Decision(content, call.ToFacts()), call);
    }
}

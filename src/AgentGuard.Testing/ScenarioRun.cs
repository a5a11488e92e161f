using System.Text.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Testing;

/// <summary>One play of a scenario: a guard, a session, a clock and a transcript.</summary>
internal sealed class ScenarioRun
{
    private readonly Scenario _scenario;
    private readonly ToolCallGuard _guard;
    private readonly GuardSession _session;
    private readonly ScenarioClock _clock;
    private readonly ScenarioFacts _facts;
    private readonly ScenarioTranscript _transcript = new();
    private readonly CancellationToken _cancellationToken;
    private string? _held;

    private ScenarioRun(Scenario scenario, ToolCallGuard guard, ScenarioClock clock, ScenarioFacts facts, CancellationToken cancellationToken)
    {
        _scenario = scenario;
        _guard = guard;
        _clock = clock;
        _facts = facts;
        _session = GuardSession.Create(scenario.Tenant, scenario.Attributes);
        _cancellationToken = cancellationToken;
    }

    public static async Task<ScenarioTranscript> PlayAsync(Scenario scenario, PolicyCoverage? coverage, CancellationToken cancellationToken)
    {
        ScenarioClock clock = new();
        ScenarioFacts facts = new();
        QuestionLog? questions = null;
        using ToolCallGuard guard = ToolCallGuard.FromPolicies(PolicyFolder.Find(scenario.Policies), options =>
        {
            options.TimeProvider = clock;
            options.ReloadOnChange = false;
            if (scenario.HasFacts)
            {
                options.InformationPoints.Add(facts);
            }

            scenario.Configure?.Invoke(options);
            if (coverage is not null)
            {
                options.DecisionPoint = questions = new QuestionLog(options.DecisionPoint ?? new CedarDecisionPoint());
            }
        });
        PolicyBundle bundle = guard.Policies.Current;
        try
        {
            return await new ScenarioRun(scenario, guard, clock, facts, cancellationToken).PlayAsync().ConfigureAwait(false);
        }
        finally
        {
            coverage?.Count(bundle, questions!.Questions);
        }
    }

    public Task SayAsync(string words)
    {
        _session.UserSaid(words);
        _transcript.Write("says", words);
        return Task.CompletedTask;
    }

    public Task InstructAsync(string instructions)
    {
        _session.HostSaid(instructions);
        _transcript.Write("host", instructions);
        return Task.CompletedTask;
    }

    public Task LearnAsync(KeyValuePair<string, Value>[] environment)
    {
        _facts.Learn(environment);
        _transcript.Write("known", $"{new CedarRecord(environment)}");
        return Task.CompletedTask;
    }

    public Task LearnAsync(EntityUid entity, KeyValuePair<string, Value>[] attributes)
    {
        _facts.Learn(entity, attributes);
        _transcript.Write("known", $"{entity} {new CedarRecord(attributes)}");
        return Task.CompletedTask;
    }

    public async Task GrantAsync(string name, EntityUid to, TimeSpan time)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        Grant grant = new() { Name = name, Principal = to, Tenant = _session.Tenant, SessionId = _session.Id, NotBefore = now, NotAfter = now + time };
        await _guard.Grants.AddAsync(grant, _cancellationToken).ConfigureAwait(false);
        _transcript.Write("granted", $"{name} to {to.Id} for {time:c}");
    }

    public async Task RevokeAsync(EntityUid principal)
    {
        await _guard.Revocations.RevokeAsync(RevocationTarget.Principal(principal), "revoked in the scenario", _cancellationToken).ConfigureAwait(false);
        _transcript.Write("revoked", principal.Id);
    }

    public async Task HappenAsync(string kind, KeyValuePair<string, Value>[] fields)
    {
        HostEvent happened = new(kind)
        {
            Session = _session,
            Principal = AgentScope.Current?.Chain.Root.Principal,
            Agent = AgentScope.Current?.Chain.Acting.Principal,
            Fields = new Dictionary<string, Value>(fields),
        };
        try
        {
            await _guard.RecordEventAsync(happened, _cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ArgumentException or HistoryUnavailableException)
        {
            throw Fail($"{kind}: {e.Message}");
        }

        _transcript.Write("happened", fields.Length == 0 ? kind : $"{kind} {new CedarRecord(fields)}");
    }

    public async Task MeanwhileAsync(string what, Func<ToolCallGuard, GuardSession, Task> action)
    {
        _transcript.Write("meanwhile", what);
        await action(_guard, _session).ConfigureAwait(false);
    }

    public Task WaitAsync(TimeSpan time)
    {
        _clock.Advance(time);
        _transcript.Write("after", time.ToString("c"));
        return Task.CompletedTask;
    }

    public async Task CallAsync(ScenarioCall call, ScenarioExpectation expectation)
    {
        string arguments = ScenarioJson.Arguments(call.Arguments);
        ToolCallRequest request = new()
        {
            Tool = _scenario.Tools.GetValueOrDefault(call.Tool) ?? new ToolDefinition(call.Tool),
            Arguments = ToolArguments.FromJson(arguments),
        };
        ToolCallAdmission admission = await _guard.AdmitAsync(request, _cancellationToken).ConfigureAwait(false);
        JsonElement? seen = null;
        ToolCallOutcome? outcome;
        try
        {
            outcome = admission.IsAdmitted ? await admission.RunAsync(Run, _cancellationToken).ConfigureAwait(false) : admission.Refusal;
        }
        catch (Exception e) when (ReferenceEquals(e, call.Failure))
        {
            outcome = null;
        }

        _held = outcome?.Status == ToolCallStatus.Held ? outcome.Decision.Approval!.Id : _held;
        Describe(call, admission.Decision, outcome, arguments);
        if (expectation.Check(outcome, outcome?.Decision ?? admission.Decision, seen) is { } wrong)
        {
            throw Fail($"{call.Tool}: {wrong}", admission.Decision.Explain());
        }

        ValueTask<ToolResult> Run(JsonElement decided, CancellationToken cancellationToken)
        {
            seen = decided;
            return call.Failure is { } failure
                ? ValueTask.FromException<ToolResult>(failure)
                : ValueTask.FromResult(new ToolResult(call.Result, [ScenarioJson.Form(call.Result)]));
        }
    }

    public async Task AnswerAsync(
        string what, EntityUid who, bool accepted, Func<Approvals, string, EntityUid, ValueTask<ApprovalOutcome>> answer)
    {
        string id = _held ?? throw Fail($"{what} by {who}: nothing is held");
        ApprovalOutcome outcome = await answer(_guard.Approvals, id, who).ConfigureAwait(false);
        _transcript.Write(what, accepted ? $"by {who.Id}" : $"by {who.Id}: {outcome.Reason}");
        if (outcome.IsAccepted != accepted)
        {
            throw Fail($"{what} by {who}: the answer {(accepted ? $"does not count: {outcome.Reason}" : "counts")}");
        }
    }

    public async Task DelegateAsync(Hop agent, IReadOnlyList<ScenarioStep> steps)
    {
        using AgentScope scope = AgentScope.Begin(agent);
        _transcript.Write("sub-agent", scope.Chain.ToString());
        await PlayAsync(steps).ConfigureAwait(false);
        _transcript.Write("returns", agent.Principal.Id);
    }

    public async Task BranchAsync(IReadOnlyList<IReadOnlyList<ScenarioStep>> branches)
    {
        _transcript.Write("parallel", $"{branches.Count} branches");
        await Task.WhenAll(branches.Select(steps => Task.Run(() => PlayAsync(steps), _cancellationToken))).ConfigureAwait(false);
    }

    private async Task<ScenarioTranscript> PlayAsync()
    {
        using AgentScope? scope = Begin();
        if (scope is not null)
        {
            _transcript.Write("as", scope.Chain.ToString());
        }

        await PlayAsync(_scenario.Steps).ConfigureAwait(false);
        return _transcript;
    }

    /// <summary>Null where nobody acts.</summary>
    private AgentScope? Begin()
    {
        try
        {
            return _scenario.Chain.Count == 0 ? null : AgentScope.Begin(_session, [.. _scenario.Chain]);
        }
        catch (InvalidOperationException e) when (_scenario.Position is { } place)
        {
            throw new ScenarioException(place, e.Message, "", explanation: null, e);
        }
    }

    private async Task PlayAsync(IReadOnlyList<ScenarioStep> steps)
    {
        foreach (ScenarioStep step in steps)
        {
            try
            {
                await step.Run(this).ConfigureAwait(false);
            }
            catch (Exception e) when (step.Place is { } place && !_cancellationToken.IsCancellationRequested && e is not ScenarioException { Position: not null })
            {
                // A step of a sub-agent or of a branch has said already where it stands.
                throw e is ScenarioException failed
                    ? new ScenarioException(place, failed.Reason, failed.Transcript, failed.Explanation, failed)
                    : new ScenarioException(place, e.Message, _transcript.ToString(), explanation: null, e);
            }
        }
    }

    private ScenarioException Fail(string reason, string? explanation = null) => new(position: null, reason, _transcript.ToString(), explanation);

    private void Describe(ScenarioCall call, Decision decision, ToolCallOutcome? outcome, string arguments)
    {
        string what = outcome?.Status switch
        {
            null => "FAILED",
            ToolCallStatus.Executed => "PERMIT",
            ToolCallStatus.Held => "HELD",
            ToolCallStatus.ResultWithheld => "WITHHELD",
            _ => "DENY",
        };
        string reply = outcome?.Result is { } result ? string.Join("\n", result.Forms.Select(static form => form.GetRawText())) : outcome?.Text ?? "";
        _transcript.Write(what, _transcript.WithoutIds($"{call.Tool} {Shortened(arguments)}\n{reply}".TrimEnd('\n'), decision.Approval));
    }

    private static string Shortened(string text) => text.Length <= 120 ? text : $"{text[..120]}… ({text.Length} characters)";
}

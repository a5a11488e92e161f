using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// Steps 1 to 7 of one tool call, in their order. One object a call; it uses one bundle from start to end.
/// Whatever throws in here becomes a denial one level up: nothing runs because something failed.
/// </summary>
internal sealed partial class CallDecision(GuardParts guard, ToolCallRequest request, PolicyBundle bundle, string decisionId)
{
    /// <summary>How often obligations may change the arguments.</summary>
    public const int MaxRounds = 4;

    private const int MaxAttempts = 1_000;

    private HashSet<PreconditionObligation>? _discharged;
    private List<PolicyRound>? _rounds;
    private PreparedCall? _call;
    private Information? _information;

    /// <summary>The call as it would run; null where it never got that far.</summary>
    public PreparedCall? Call => _call;

    public string DecisionId => decisionId;

    /// <summary>Whether room is reserved in the history: the caller must complete or release it.</summary>
    public bool IsReserved { get; private set; }

    /// <summary>The rounds in which policies were asked, the last of which decided; for a permit that needs no yes only where somebody wants it explained.</summary>
    public IReadOnlyList<PolicyRound> Rounds => _rounds ?? [];

    /// <summary>The changes with which a refused call would pass.</summary>
    public IReadOnlyList<ChangeSet> NearestPermit { get; private set; } = [];

    /// <param name="purpose">What the decision is made for.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async ValueTask<DecisionContent> RunAsync(DecisionPurpose purpose, CancellationToken cancellationToken)
    {
        if (CallPreparation.TryPrepare(request, bundle, guard.Options, out _call) is { } unfit)
        {
            return DecisionContent.Deny(unfit);
        }

        IReadOnlyList<EntityUid> editors = await FindEditorsAsync(cancellationToken).ConfigureAwait(false);
        if (await FindRevocationAsync(editors, cancellationToken).ConfigureAwait(false) is { } revoked)
        {
            return DecisionContent.Deny(revoked);
        }

        // Who edited the arguments answers for the call as the chain does.
        IReadOnlyList<EntityUid> chain = _call!.Scope.Chain.Principals;
        IReadOnlyList<EntityUid> principals = editors.Count == 0 ? chain : [.. chain, .. editors];

        _information = await guard.Information.GatherAsync(_call!, cancellationToken).ConfigureAwait(false);
        await guard.Recording.RegisterAsync(bundle, cancellationToken).ConfigureAwait(false);
        (PreparedCall Call, Information Information) asked = (_call!, _information);
        IDisposable? turn = null;
        try
        {
            for (int attempt = 0; attempt < MaxAttempts; attempt++)
            {
                if (attempt == AttemptsWithoutTurn)
                {
                    turn = await guard.Facts.Turns.TakeAsync(_call!.Scope.Session.Id, ReadVersions.Select(static read => read.Partition), cancellationToken).ConfigureAwait(false);
                }

                (_call, _information) = asked;
                _rounds = null;
                if (await TryAsync(principals, editors, purpose, cancellationToken).ConfigureAwait(false) is { } content)
                {
                    return content;
                }
            }
        }
        finally
        {
            turn?.Dispose();
        }

        return DecisionContent.Deny(DenyReasons.GuardFailure, $"the session's history changed under {MaxAttempts} attempts to decide");
    }

    /// <returns>Null where the history moved on meanwhile, and the call has to be decided again.</returns>
    private async ValueTask<DecisionContent?> TryAsync(
        IReadOnlyList<EntityUid> principals, IReadOnlyList<EntityUid> editors, DecisionPurpose purpose, CancellationToken cancellationToken)
    {
        SessionHistory history = await guard.History.ReadAsync(_call!.SessionKey, cancellationToken)
            .Within(guard.Options, cancellationToken).ConfigureAwait(false);
        if (history.ConsecutiveRefusals >= guard.Options.HoldSessionAfterRefusals)
        {
            return DecisionContent.Deny(
                DenyReasons.SessionHeld, $"{history.ConsecutiveRefusals} calls in a row were refused: the host must release the session");
        }

        DecisionContent content = await SettleAsync(principals, history, purpose, cancellationToken).ConfigureAwait(false);
        if (content.Effect == DecisionEffect.Permit)
        {
            content = await ReleaseOrHoldAsync(content, editors, purpose, cancellationToken).ConfigureAwait(false);
        }

        content = Explained(await WithRunningAsync(content, principals, history, cancellationToken).ConfigureAwait(false));
        if (content.Effect != DecisionEffect.Permit || purpose != DecisionPurpose.Commit)
        {
            return content;
        }

        if (await DischargeAsync(content, cancellationToken).ConfigureAwait(false) is { } undischarged)
        {
            return content.Denied(undischarged);
        }

        // Step 7. The history may have moved on, and then the call is decided again.
        IsReserved = await guard.History
            .TryReserveAsync(_call!.SessionKey, history.Version, ToInvocation(InvocationOutcome.Admitted), AdmissionEvents(), cancellationToken)
            .Within(guard.Options, cancellationToken).ConfigureAwait(false);
        _isRequested = IsReserved;
        return IsReserved ? content : null;
    }

    /// <summary>Gives back what was reserved for a call whose body never started.</summary>
    public ValueTask ReleaseAsync() => CompleteAsync(InvocationOutcome.Released, hasFailed: false, []);

    /// <summary>Records what became of the call, whatever the caller's cancellation says.</summary>
    /// <param name="outcome">Succeeded, unknown or released.</param>
    /// <param name="hasFailed">Whether the tool started and failed.</param>
    /// <param name="labels">Labels of what it put out.</param>
    /// <param name="result">What it put out, redacted; null where that is not known.</param>
    public async ValueTask CompleteAsync(InvocationOutcome outcome, bool hasFailed, IReadOnlyList<string> labels, ToolResult? result = null)
    {
        await guard.History
            .CompleteAsync(_call!.SessionKey, decisionId, outcome, labels, OutcomeEvents(outcome, hasFailed, labels, result), CancellationToken.None)
            .Within(guard.Options, CancellationToken.None)
            .ConfigureAwait(false);
        IsReserved = false;
    }

    public Invocation ToInvocation(InvocationOutcome outcome) => new(
        decisionId,
        request.CallId,
        request.Tool.Id,
        request.Scope?.Chain.Acting.Principal,
        _call?.VisibleResources ?? [],
        guard.VisibleDigest(_call),
        outcome,
        guard.Now);

    public DecisionFacts ToFacts() => new(decisionId, guard.Now, request, _call, bundle.ToString(), guard.Bundles.LoadError);

    /// <summary>Step 4: decide, let obligations change the arguments, and decide again until nothing changes.</summary>
    private async ValueTask<DecisionContent> SettleAsync(
        IReadOnlyList<EntityUid> principals, SessionHistory history, DecisionPurpose purpose, CancellationToken cancellationToken)
    {
        List<Obligation> applied = [];
        for (int round = 0; round < MaxRounds; round++)
        {
            await ReadFactsAsync(principals, history, cancellationToken).ConfigureAwait(false);
            if (_facts.Unknown is { } unknown)
            {
                return DecisionContent.Deny(unknown);
            }

            DecisionContent content = await AskAsync(_call!, principals, history, purpose, cancellationToken).ConfigureAwait(false);
            if (content.Effect == DecisionEffect.Deny)
            {
                return content;
            }

            if (content.Obligations.Count == 0 && applied.Count == 0)
            {
                return content;
            }

            // A forbid is lifted when all its obligations are discharged: those of an earlier round stay, though the changed arguments may no longer satisfy it.
            content = content with { Obligations = [.. applied.Union(content.Obligations)] };
            string before = _call!.Arguments.Digest;
            if (ArgumentObligations.TryApply(_call, content.Obligations, guard.Options, out PreparedCall? changed) is { } denial)
            {
                return content.Denied(denial);
            }

            _call = changed!;
            if (_call.Arguments.Digest == before)
            {
                return content;
            }

            // Another call, of which other things may be true.
            _information = await guard.Information.GatherAsync(_call, cancellationToken).ConfigureAwait(false);
            applied.AddRange(content.Obligations.Except(applied));
        }

        return DecisionContent.Deny(DenyReasons.UnstableArguments, $"the arguments still changed after {MaxRounds} rounds of obligations");
    }

    /// <summary>Asks the policies for every principal and every resource, and every hop's own bounds.</summary>
    private async ValueTask<DecisionContent> AskAsync(
        PreparedCall call, IReadOnlyList<EntityUid> principals, SessionHistory history, DecisionPurpose purpose, CancellationToken cancellationToken)
    {
        CedarRecord context = CallContext.Build(call, _facts.Into(history.Facts), _temporal?.Values, _information!.Environment, guard.Now);
        List<(EntityUid, PolicyAnswer)> answers = new(principals.Count * call.Resources.Count);
        IEntitySource? first = null;
        List<IEntitySource>? others = null;
        Denial? outOfBounds = null;
        for (int variant = 0; variant < call.Scope.Chain.ClaimVariants; variant++)
        {
            IEntitySource entities = await guard.Information
                .EntitiesForAsync(call, principals, _information!, variant, cancellationToken).ConfigureAwait(false);
            if (first is null)
            {
                first = entities;
            }
            else
            {
                (others ??= []).Add(entities);
            }

            outOfBounds ??= ChainBounds.Check(call, context, entities);
            foreach (EntityUid principal in principals)
            {
                foreach (EntityUid resource in call.Resources)
                {
                    PolicyQuestion question = new(principal, call.Tool.Id.Action, resource, context, entities, bundle);
                    PolicyAnswer answer = await guard.DecisionPoint.AskAsync(question, cancellationToken)
                        .Within(guard.Options, cancellationToken).ConfigureAwait(false);
                    answers.Add((principal, call.Tool.SensitivePointers.Count == 0 ? answer : answer.WithoutValues()));
                }
            }
        }

        DecisionContent content = PolicyMeet.Of(answers);
        if (content.Effect == DecisionEffect.Permit && outOfBounds is not null)
        {
            content = content.Denied(outOfBounds);
        }

        if (content.Effect != DecisionEffect.Permit || content.Obligations.Count > 0 || purpose == DecisionPurpose.Explain)
        {
            (_rounds ??= []).Add(new PolicyRound(call, principals, context, [first!, .. others ?? []], content));
        }

        return content;
    }

    /// <summary>Says what the conditions that stopped the call came to, and what would let it pass. Of a permit that needs no yes there is nothing to say.</summary>
    private DecisionContent Explained(DecisionContent content)
    {
        if (_rounds is null)
        {
            return content;
        }

        NearestPermit = content.Effect == DecisionEffect.Permit ? [] : PermitSearch.Of(_rounds, content, guard);
        bool isStopped = content.Denial?.Code == DenyReasons.Forbidden || content.Obligations.Any(static obligation => obligation is ApprovalObligation);
        return content with
        {
            Traces = isStopped ? PolicyParts.OfForbids(_rounds[^1], content) : content.Traces,
            NearestPermit = [.. NearestPermit.Select(static changes => new PermitAlternative(changes.Needs))],
        };
    }

    private async ValueTask<Denial?> DischargeAsync(DecisionContent content, CancellationToken cancellationToken)
    {
        ToolCallRequest? decided = null;
        foreach (PreconditionObligation precondition in content.Obligations.OfType<PreconditionObligation>())
        {
            if ((_discharged ??= []).Add(precondition)
                && !await TimeLimit.WithinAsync(token => precondition.DischargeAsync(decided ??= Decided(), token), guard.Options, cancellationToken).ConfigureAwait(false))
            {
                return new Denial(DenyReasons.UndischargedObligation, $"{precondition} of {precondition.Source.PolicyId} is not discharged");
            }
        }

        return null;
    }

    /// <summary>The call as it would run: a precondition of what the model wrote would be one of something else.</summary>
    private ToolCallRequest Decided() => new()
    {
        Tool = request.Tool,
        Arguments = ToolArguments.FromJson(_call!.Arguments.Json.GetRawText()),
        CallId = request.CallId,
        Scope = request.Scope,
        IsOuterLayer = request.IsOuterLayer,
        ApprovalId = request.ApprovalId,
    };
}

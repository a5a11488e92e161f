using AgentGuard.Cedar.Ast;

namespace AgentGuard;

/// <summary>The end of step 7: no tool runs on a decision that was not written down.</summary>
internal static class DecisionRecord
{
    /// <summary>
    /// Writes the decision to the audit log and, if it is a refusal, to the history; then uses up the yes that released the call.
    /// In this order, so that a yes is only ever used by a call that runs.
    /// </summary>
    /// <returns>The decision; a denial in its place where that failed; null where a parallel call has used the yes, and this one is to be decided again.</returns>
    public static async ValueTask<Decision?> WriteAsync(GuardParts guard, Decision decision, CallDecision call, CancellationToken cancellationToken)
    {
        bool isReleased = true;
        try
        {
            decision.AuditNumber = await guard.Audit
                .AppendAsync(guard.ToAuditEntry(decision, call, Outcome(decision), isExplained: true), cancellationToken)
                .Within(guard.Options, cancellationToken)
                .ConfigureAwait(false);
            if (decision is { Effect: DecisionEffect.Permit, Approval: { } approval })
            {
                isReleased = await guard.Approvals.TryConsumeAsync(approval, cancellationToken)
                    .Within(guard.Options, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            await GiveBackAsync(guard, call, decision).ConfigureAwait(false);
            if (e is OperationCanceledException && cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            GuardTelemetry.Safely(() => guard.Logger.Failed(e, decision.Tool, decision.Id));
            decision = decision.Revised(DenyReasons.GuardFailure, "the decision could not be written down, or its approval not be used");
        }

        if (!isReleased)
        {
            await GiveBackAsync(guard, call, decision).ConfigureAwait(false);
            return null;
        }

        if (decision.Effect != DecisionEffect.Permit)
        {
            await RememberRefusalAsync(guard, decision, call).ConfigureAwait(false);
            await NotifyAsync(guard, decision).ConfigureAwait(false);
        }

        GuardTelemetry.Safely(static log => Log(log.guard, log.decision), (guard, decision));
        return decision;
    }

    /// <summary>Gives back what a call reserved that will not run after all; where the log has it as admitted, it says so there too.</summary>
    public static async ValueTask GiveBackAsync(GuardParts guard, CallDecision call, Decision? decision = null)
    {
        if (!call.IsReserved)
        {
            return;
        }

        try
        {
            await call.ReleaseAsync().ConfigureAwait(false);
            if (decision?.AuditNumber is not null)
            {
                await guard.Audit
                    .AppendAsync(guard.ToAuditEntry(decision, call, InvocationOutcome.Released, isExplained: false), CancellationToken.None)
                    .Within(guard.Options, CancellationToken.None)
                    .ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // What stays reserved counts against the session's limits: the safe side.
            GuardTelemetry.Safely(() => guard.Logger.NotReleased(e, call.DecisionId));
        }
    }

    /// <summary>A fault anywhere on the way to a decision is a denial.</summary>
    public static Denial ToDenial(Exception exception) => exception switch
    {
        InformationFailureException => new Denial(DenyReasons.InformationFailure, exception.Message),
        HistoryUnavailableException => new Denial(DenyReasons.HistoryUnknown, exception.Message),
        SessionMismatchException => new Denial(DenyReasons.SessionMismatch, exception.Message),
        TimeoutException => new Denial(DenyReasons.GuardFailure, "a store or a precondition took too long"),
        _ => new Denial(DenyReasons.GuardFailure, $"the guard failed ({exception.GetType().Name})"),
    };

    private static InvocationOutcome Outcome(Decision decision) => decision.Effect switch
    {
        DecisionEffect.Permit => InvocationOutcome.Admitted,
        DecisionEffect.RequireApproval => InvocationOutcome.Held,
        _ => InvocationOutcome.Denied,
    };

    private static async ValueTask RememberRefusalAsync(GuardParts guard, Decision decision, CallDecision call)
    {
        // A root that nobody vouches for opens no history: the session would be bound to it, and its owner locked out.
        if (decision.Facts.Request.Scope is not { Chain.HasValidRoot: true } scope)
        {
            return;
        }

        IReadOnlyList<PartitionAppend> events = [];
        try
        {
            SessionKey key = new(scope.Session.Id, scope.Session.Tenant, scope.Chain.Root.Principal);
            events = call.RefusalEvents(Outcome(decision));
            await guard.History
                .RecordAsync(key, call.ToInvocation(Outcome(decision)), events, CancellationToken.None)
                .Within(guard.Options, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whoever comes under a foreign id has done nothing in its session.
            foreach (PartitionAppend lost in e is SessionMismatchException ? [] : events)
            {
                guard.Lost.Add(lost.Partition);
            }

            // The call is refused in any case; a session under a foreign id gets no entry in its owner's history.
            GuardTelemetry.Safely(() => guard.Logger.RefusalNotRecorded(e, decision.Tool, decision.Id));
        }
    }

    private static async ValueTask NotifyAsync(GuardParts guard, Decision decision)
    {
        foreach (DeterminingPolicy policy in decision.Policies
            .Where(static policy => policy is { NotifyTarget: not null, IsShadow: false, Effect: Effect.Forbid })
            .DistinctBy(static policy => policy.Id))
        {
            PolicyNotification notification = new(policy.NotifyTarget!, policy.Id, decision);
            foreach (IPolicyNotifier notifier in guard.Options.Notifiers)
            {
                try
                {
                    await TimeLimit.WithinAsync(NotifyAsync, guard.Options, CancellationToken.None).ConfigureAwait(false);
                }
                catch (Exception e)
                {
                    GuardTelemetry.Safely(() => guard.Logger.NotNotified(e, policy.Id, decision.Id));
                }

                async ValueTask<bool> NotifyAsync(CancellationToken token)
                {
                    await notifier.NotifyAsync(notification, token).ConfigureAwait(false);
                    return true;
                }
            }
        }
    }

    private static void Log(GuardParts guard, Decision decision)
    {
        string chain = decision.Facts.Request.Scope?.Chain.ToString() ?? "nobody";
        switch (decision.Effect)
        {
            case DecisionEffect.Permit:
                guard.Logger.Permitted(decision.Tool, chain, decision.Id, decision.AuditNumber);
                break;
            case DecisionEffect.RequireApproval:
                guard.Logger.Held(decision.Tool, chain, decision.Approval?.Id, decision.Approval?.ExpiresAt, decision.Id, decision.AuditNumber);
                break;
            default:
                guard.Logger.Denied(decision.Tool, chain, decision.Denial?.Code, decision.Denial is { } denial ? VisibleText.Of(denial.Message) : null, decision.Id, decision.AuditNumber);
                break;
        }
    }
}

using System.Text.Json;

namespace AgentGuard;

/// <summary>Step 9 of one tool call: every form of the result is redacted, then remembered, and only then leaves.</summary>
internal static class ResultEnforcement
{
    public static async ValueTask<ToolCallOutcome> CompleteAsync(GuardParts guard, CallDecision call, Decision decision, ToolResult result)
    {
        PreparedCall prepared = call.Call!;
        try
        {
            ToolResult visible = Redact(decision, prepared, result);
            foreach (JsonElement form in visible.Forms)
            {
                prepared.Scope.Session.Origins.Add(prepared.Tool.Id.ToString(), prepared.Tool.Output.Trust == OutputTrust.Trusted, form);
            }

            await RecordAsync(guard, call, decision, Outcome(prepared, result.IsError), prepared.Tool.Output.Labels).ConfigureAwait(false);
            return ToolCallOutcome.Executed(decision, visible);
        }
        catch (Exception e)
        {
            return await WithholdAsync(guard, call, decision, e).ConfigureAwait(false);
        }
    }

    /// <returns>Null where the tool's exception may go on to the caller.</returns>
    public static async ValueTask<ToolCallOutcome?> FailAsync(GuardParts guard, CallDecision call, Decision decision, bool hasStarted)
    {
        PreparedCall prepared = call.Call!;
        try
        {
            InvocationOutcome outcome = hasStarted ? Outcome(prepared, isError: true) : InvocationOutcome.Released;
            await RecordAsync(guard, call, decision, outcome, hasStarted ? prepared.Tool.Output.Labels : []).ConfigureAwait(false);
            return hasStarted && decision.Obligations.OfType<ResultObligation>().Any() ? ToolCallOutcome.Withheld(decision) : null;
        }
        catch (Exception e)
        {
            return await WithholdAsync(guard, call, decision, e).ConfigureAwait(false);
        }
    }

    private static ToolResult Redact(Decision decision, PreparedCall call, ToolResult result)
    {
        if (decision.Obligations.Count == 0)
        {
            return result;
        }

        List<ResultObligation> obligations = [.. decision.Obligations.OfType<ResultObligation>()];
        if (obligations.Count == 0)
        {
            return result;
        }

        if (!result.IsReadable)
        {
            throw new ObligationException("the result has a form that cannot be read");
        }

        return result.WithForms(
            [.. result.Forms.Select(form => obligations.Aggregate(form, (redacted, obligation) => obligation.Apply(redacted, call.Request.Tool.OutputSchema)))]);
    }

    /// <summary>A server that performs and reports failure must not earn a refund: only the catalog can say that a failure has no effect.</summary>
    private static InvocationOutcome Outcome(PreparedCall call, bool isError) =>
        !isError ? InvocationOutcome.Succeeded
        : call.Tool.FailureHasNoEffect ? InvocationOutcome.Released
        : InvocationOutcome.Unknown;

    private static async ValueTask RecordAsync(
        GuardParts guard, CallDecision call, Decision decision, InvocationOutcome outcome, IReadOnlyList<string> labels)
    {
        await call.CompleteAsync(outcome, labels).ConfigureAwait(false);
        await guard.Audit
            .AppendAsync(guard.ToAuditEntry(decision, call, outcome, isExplained: false), CancellationToken.None)
            .Within(guard.Options, CancellationToken.None)
            .ConfigureAwait(false);
    }

    private static async ValueTask<ToolCallOutcome> WithholdAsync(GuardParts guard, CallDecision call, Decision decision, Exception exception)
    {
        GuardTelemetry.Safely(() => guard.Logger.Withheld(exception, decision.Tool, decision.Id));
        try
        {
            if (call.IsReserved)
            {
                await call.CompleteAsync(InvocationOutcome.Unknown, call.Call!.Tool.Output.Labels).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // The history keeps it as admitted, which counts against every limit.
            GuardTelemetry.Safely(() => guard.Logger.Withheld(e, decision.Tool, decision.Id));
        }

        return ToolCallOutcome.Withheld(decision);
    }
}

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
            OutputOrigins.Add(prepared.Tool, prepared.Scope.Session, visible);
            bool isError = result.IsError || ProtocolResult.IsError(result.Forms);
            await RecordAsync(guard, call, decision, Outcome(prepared, isError), isError, prepared.Tool.Output.AllLabels, visible).ConfigureAwait(false);
            return ToolCallOutcome.Executed(decision, visible);
        }
        catch (Exception e)
        {
            return await WithholdAsync(guard, call, decision, e).ConfigureAwait(false);
        }
    }

    /// <returns>Null where the tool's exception may go on to the caller.</returns>
    /// <param name="guard">The guard.</param>
    /// <param name="call">The call.</param>
    /// <param name="decision">Its decision.</param>
    /// <param name="hasStarted">Whether the tool had started.</param>
    /// <param name="exception">What it threw; null where nobody waited for it to end.</param>
    /// <param name="mayHaveLeft">Whether a part of its result may have left before, as a stream's does.</param>
    public static async ValueTask<ToolCallOutcome?> FailAsync(
        GuardParts guard, CallDecision call, Decision decision, bool hasStarted, Exception? exception, bool mayHaveLeft)
    {
        PreparedCall prepared = call.Call!;
        try
        {
            bool isWithheld = hasStarted && decision.Obligations.OfType<ResultObligation>().Any();
            if (hasStarted && !isWithheld)
            {
                if (exception is not null)
                {
                    OutputOrigins.Add(prepared.Tool, prepared.Scope.Session, exception);
                }

                if (mayHaveLeft)
                {
                    OutputOrigins.LoseTrack(prepared.Tool, prepared.Scope.Session);
                }
            }

            // A tool that was cancelled, timed out or left alone did not fail: it may still be at work.
            InvocationOutcome outcome = !hasStarted ? InvocationOutcome.Released
                : exception is null || ExceptionTree.Any(exception, static one => one is OperationCanceledException or TimeoutException) ? InvocationOutcome.Unknown
                : Outcome(prepared, isError: true);
            await RecordAsync(guard, call, decision, outcome, hasStarted, hasStarted ? prepared.Tool.Output.AllLabels : []).ConfigureAwait(false);
            return isWithheld ? ToolCallOutcome.Withheld(decision) : null;
        }
        catch (Exception e) when (!hasStarted)
        {
            // Nothing ran, and nobody is told that something did. What stays reserved counts against the session's limits: the safe side.
            GuardTelemetry.Safely(() => guard.Logger.NotReleased(e, decision.Id));
            return null;
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

        if (!result.IsReadable || result.HoldsMore)
        {
            // Without its forms it would leave as an empty success.
            throw new ObligationException("the result has a form that cannot be read");
        }

        return result.WithForms(
            [.. ProtocolResult.Unfold(result.Forms).Select(form => obligations.Aggregate(form, (redacted, obligation) => Apply(obligation, redacted, call.Request.Tool.OutputSchema)))]);
    }

    private static JsonElement Apply(ResultObligation obligation, JsonElement form, JsonElement? outputSchema)
    {
        JsonElement changed = obligation.Apply(form, outputSchema);

        // A form that is nothing would reach a model as an empty success.
        return changed.ValueKind != JsonValueKind.Undefined ? changed : throw new ObligationException($"{obligation} made nothing of the result");
    }

    /// <summary>A server that performs and reports failure must not earn a refund: only the catalog can say that a failure has no effect.</summary>
    private static InvocationOutcome Outcome(PreparedCall call, bool isError) =>
        !isError ? InvocationOutcome.Succeeded
        : call.Tool.FailureHasNoEffect ? InvocationOutcome.Released
        : InvocationOutcome.Unknown;

    private static async ValueTask RecordAsync(
        GuardParts guard, CallDecision call, Decision decision, InvocationOutcome outcome, bool hasFailed, IReadOnlyList<string> labels, ToolResult? result = null)
    {
        await call.CompleteAsync(outcome, hasFailed, labels, result).ConfigureAwait(false);
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
                await RecordAsync(guard, call, decision, InvocationOutcome.Unknown, hasFailed: true, call.Call!.Tool.Output.AllLabels).ConfigureAwait(false);
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

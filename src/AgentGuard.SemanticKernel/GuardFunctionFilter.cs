using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel;

/// <summary>
/// The enforcement: every function that a kernel invokes is decided here, on a snapshot of its arguments, and its body gets the decided ones.
/// A filter that was added later runs inside, where it could change the arguments or call the function twice: then a second one of these is put behind it,
/// which joins the call if it is still the same, and decides anew if it is not.
/// </summary>
internal sealed class GuardFunctionFilter(ToolCallGuard guard) : IFunctionInvocationFilter
{
    public bool IsOf(ToolCallGuard other) => ReferenceEquals(guard, other);

    public async Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        BypassInspection.WarnOnce(context.Kernel);
        FilterOrder.StandLast(context.Kernel, guard);
        (bool isBehind, bool isLast) = FilterOrder.Find(context.Kernel, this, guard);
        if ((isBehind && !isLast) || PromptFunctions.IsExempt(context.Function, guard))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        ModelCall? model = ModelCall.Of(context);
        ArgumentSnapshot snapshot = new(context.Function, context.Arguments, isFromModel: model is not null);
        string? fault = KernelTools.FindFault(context.Function);
        ToolCallRequest request = new()
        {
            Tool = KernelTools.Definition(context.Function),
            Arguments = fault is null ? snapshot.Arguments : ToolArguments.Invalid(fault),
            CallId = model?.ToolCallId ?? $"call_{Guid.NewGuid():N}",
            IsOuterLayer = !isLast,
        };
        ToolCallAdmission admission = await guard.AdmitAsync(request, context.CancellationToken).ConfigureAwait(false);

        // One that was added meanwhile would stand behind the decision.
        FilterOrder.StandLast(context.Kernel, guard);
        if (!admission.IsAdmitted)
        {
            Refuse(context, admission.Refusal, fault is null ? null : KernelTools.FaultText);
        }
        else if (context.IsStreaming)
        {
            await StreamAsync(context, next, admission, snapshot, request.Scope).ConfigureAwait(false);
        }
        else
        {
            await RunAsync(context, next, admission, snapshot).ConfigureAwait(false);
        }
    }

    private static async Task RunAsync(
        FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next, ToolCallAdmission admission, ArgumentSnapshot snapshot)
    {
        bool isCancelled = false;
        ToolCallOutcome outcome = await admission.RunAsync(
            async (decided, cancellationToken) =>
            {
                try
                {
                    using IDisposable loans = snapshot.Pass(decided);
                    await next(context).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    isCancelled = true;
                    throw;
                }

                context.Result = KernelResults.ReadOnce(context.Result);
                return KernelResults.Decompose(context.Result);
            },
            context.CancellationToken).ConfigureAwait(false);

        if (isCancelled)
        {
            // The result is withheld, the cancellation is not.
            throw new OperationCanceledException(context.CancellationToken);
        }

        if (outcome.Result is not { } result)
        {
            Refuse(context, RefusedCall.Find(context.Result) ?? outcome);
        }
        else if (result.IsChanged)
        {
            context.Result = new FunctionResult(context.Function, KernelResults.Compose(result), context.Result.Culture);
        }
    }

    /// <summary>The body of a streaming function runs when the stream is read, after every filter has returned.</summary>
    private static async Task StreamAsync(
        FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next, ToolCallAdmission admission, ArgumentSnapshot snapshot, AgentScope? scope)
    {
        try
        {
            using (admission.Enter())
            using (snapshot.Pass(admission.Arguments))
            {
                await next(context).ConfigureAwait(false);
            }

            if (RefusedCall.Find(context.Result) is { } refusal)
            {
                // The filter behind has refused what a later filter made of the call.
                await admission.DisposeAsync().ConfigureAwait(false);
                Refuse(context, refusal);
                return;
            }

            context.Result = new FunctionResult(
                context.Function,
                GuardedStream.Wrap(context.Result.GetValue<object>(), admission, snapshot, scope),
                context.Result.Culture,
                admission.HasResultObligations ? null : context.Result.Metadata);
        }
        catch (Exception e)
        {
            if (await admission.FailAsync(e).ConfigureAwait(false) is not { } withheld)
            {
                throw;
            }

            Refuse(context, withheld);
        }
    }

    private static void Refuse(FunctionInvocationContext context, ToolCallOutcome outcome, string? text = null) => context.Result = new FunctionResult(
        context.Function,
        context.IsStreaming ? new RefusalStream(text ?? outcome.Text) : text ?? outcome.Text,
        metadata: new Dictionary<string, object?> { [RefusedCall.Metadata] = outcome });
}

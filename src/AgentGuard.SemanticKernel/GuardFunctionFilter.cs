using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel;

/// <summary>
/// The enforcement: every function that a kernel invokes is decided here, on a snapshot of its arguments, and its body gets the decided ones.
/// A filter that was added later runs inside, where it could change the arguments or call the function twice: then a second one of these is put behind it,
/// which joins the call if it is still the same, and decides anew if it is not.
/// </summary>
internal sealed class GuardFunctionFilter : IFunctionInvocationFilter
{
    private readonly ToolCallGuard _guard;

    /// <summary>Made when the kernel is built.</summary>
    /// <exception cref="InvalidOperationException">The kernel's own services call functions without filters.</exception>
    [ActivatorUtilitiesConstructor]
    public GuardFunctionFilter(ToolCallGuard guard, IServiceProvider services)
        : this(guard) => BypassInspection.Require(services);

    private GuardFunctionFilter(ToolCallGuard guard) => _guard = guard;

    public async Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        if (PromptFunctions.IsExempt(context.Function, _guard))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        ToolArguments snapshot = ToolArguments.From(context.Arguments, context.Function.JsonSerializerOptions);
        ToolCallRequest request = new()
        {
            Tool = KernelTools.Definition(context.Function),
            Arguments = snapshot,
            CallId = ModelCall.Current?.ToolCallId ?? $"call_{Guid.NewGuid():N}",
            IsOuterLayer = !IsInnermost(context.Kernel) || KernelTools.IsGuarded(context.Function),
        };
        ToolCallAdmission admission = await _guard.AdmitAsync(request, context.CancellationToken).ConfigureAwait(false);
        if (!admission.IsAdmitted)
        {
            Refuse(context, admission.Refusal);
        }
        else if (context.IsStreaming)
        {
            await StreamAsync(context, next, admission).ConfigureAwait(false);
        }
        else
        {
            await RunAsync(context, next, admission).ConfigureAwait(false);
        }
    }

    /// <summary>The filter list of a kernel is the caller's to change. Where this filter is not the last, one of the same guard is appended.</summary>
    private bool IsInnermost(Kernel kernel)
    {
        IList<IFunctionInvocationFilter> filters = kernel.FunctionInvocationFilters;
        lock (filters)
        {
            if (ReferenceEquals(filters[^1], this))
            {
                return true;
            }

            if (filters[^1] is not GuardFunctionFilter last || !ReferenceEquals(last._guard, _guard))
            {
                filters.Add(new GuardFunctionFilter(_guard));
            }

            return false;
        }
    }

    private static async Task RunAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next, ToolCallAdmission admission)
    {
        ToolCallOutcome outcome = await admission.RunAsync(
            async (decided, _) =>
            {
                KernelTools.Pass(decided, context.Arguments);
                await next(context).ConfigureAwait(false);
                return KernelResults.Decompose(context.Result);
            },
            context.CancellationToken).ConfigureAwait(false);

        if (outcome.Result is not { } result)
        {
            Refuse(context, outcome);
        }
        else if (result.IsChanged)
        {
            context.Result = new FunctionResult(context.Function, KernelResults.Compose(result), context.Result.Culture);
        }
    }

    /// <summary>The body of a streaming function runs when the stream is read, after every filter has returned.</summary>
    private static async Task StreamAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next, ToolCallAdmission admission)
    {
        try
        {
            KernelTools.Pass(admission.Arguments, context.Arguments);
            using (admission.Enter())
            {
                await next(context).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            if (await admission.FailAsync(e).ConfigureAwait(false) is { } withheld)
            {
                Refuse(context, withheld);
                return;
            }

            throw;
        }

        context.Result = new FunctionResult(
            context.Function, GuardedStream.Wrap(context.Result.GetValue<object>(), admission, context.Arguments), context.Result.Culture);
    }

    private static void Refuse(FunctionInvocationContext context, ToolCallOutcome outcome) => context.Result = new FunctionResult(
        context.Function,
        context.IsStreaming ? new RefusalStream(outcome.Text) : outcome.Text,
        metadata: new Dictionary<string, object?> { [RefusedCall.Metadata] = outcome });
}

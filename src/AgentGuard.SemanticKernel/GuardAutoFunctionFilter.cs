using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel;

/// <summary>
/// Hands the model's call id on to the function filter, which decides. Where a kernel has lost that filter (a clone whose filters were cleared),
/// it decides itself: the call is never without one of the two, and never decided by both.
/// </summary>
internal sealed class GuardAutoFunctionFilter(ToolCallGuard guard) : IAutoFunctionInvocationFilter
{
    public async Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
    {
        using IDisposable call = ModelCall.Begin(context.ToolCallId);
        if (context.Kernel.FunctionInvocationFilters.OfType<GuardFunctionFilter>().Any() || PromptFunctions.IsExempt(context.Function, guard))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        KernelArguments arguments = context.Arguments ?? [];
        ToolCallRequest request = new()
        {
            Tool = KernelTools.Definition(context.Function),
            Arguments = ToolArguments.From(arguments, context.Function.JsonSerializerOptions),
            CallId = context.ToolCallId ?? $"call_{Guid.NewGuid():N}",
        };
        ToolCallOutcome outcome = await guard.InvokeAsync(
            request,
            async (decided, _) =>
            {
                KernelTools.Pass(decided, arguments);
                await next(context).ConfigureAwait(false);
                return KernelResults.Decompose(context.Result);
            },
            context.CancellationToken).ConfigureAwait(false);
        if (outcome.Result is null or { IsChanged: true })
        {
            context.Result = new FunctionResult(context.Function, outcome.Result is { } result ? KernelResults.Compose(result) : outcome.Text);
        }
    }
}

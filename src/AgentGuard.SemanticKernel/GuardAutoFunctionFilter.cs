using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel;

/// <summary>
/// Hands the model's call id on to the function filter, which decides. Where a kernel has lost that filter, a clone whose filters were cleared, it gets it back:
/// there is one place where calls are decided.
/// </summary>
internal sealed class GuardAutoFunctionFilter(ToolCallGuard guard) : IAutoFunctionInvocationFilter
{
    public async Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
    {
        BypassInspection.WarnOnce(context.Kernel);
        FilterOrder.StandLast(context.Kernel, guard);
        using IDisposable call = ModelCall.Begin(context);
        await next(context).ConfigureAwait(false);
    }
}

using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel.Tests;

internal sealed class Filter(Func<FunctionInvocationContext, Func<FunctionInvocationContext, Task>, Task> run) : IFunctionInvocationFilter
{
    public Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next) => run(context, next);
}

internal sealed class AutoFilter(Func<AutoFunctionInvocationContext, Func<AutoFunctionInvocationContext, Task>, Task> run) : IAutoFunctionInvocationFilter
{
    public Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next) => run(context, next);
}

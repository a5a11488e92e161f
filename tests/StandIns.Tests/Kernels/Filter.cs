using Microsoft.SemanticKernel;

namespace StandIns.Tests;

internal sealed class Filter(Func<Microsoft.SemanticKernel.FunctionInvocationContext, Func<Microsoft.SemanticKernel.FunctionInvocationContext, Task>, Task> run)
    : IFunctionInvocationFilter
{
    public static Filter Denying(object? refusal) => new((context, _) =>
    {
        context.Result = new FunctionResult(context.Function, refusal);
        return Task.CompletedTask;
    });

    public static Filter Noting(List<string> seen, string name = "") => new(async (context, next) =>
    {
        seen.Add($"{name}{context.Function}");
        await next(context);
    });

    public Task OnFunctionInvocationAsync(
        Microsoft.SemanticKernel.FunctionInvocationContext context, Func<Microsoft.SemanticKernel.FunctionInvocationContext, Task> next) => run(context, next);
}

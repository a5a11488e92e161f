using Microsoft.SemanticKernel;

namespace StandIns.Tests;

public sealed class FunctionFilterTests
{
    private readonly Payments _payments = new();
    private readonly Kernel _kernel = new();
    private readonly KernelFunction _transfer;

    public FunctionFilterTests() => _transfer = _kernel.Plugins.AddFromObject(_payments, "payments")["transfer"];

    [Fact]
    public async Task The_first_filter_is_the_outermost()
    {
        List<string> seen = [];
        _kernel.FunctionInvocationFilters.Add(Filter.Noting(seen, "outer "));
        _kernel.FunctionInvocationFilters.Add(Filter.Noting(seen, "inner "));

        await _kernel.InvokeAsync(_transfer, new() { ["to"] = "bob" });

        Assert.Equal(["outer payments.transfer", "inner payments.transfer"], seen);
    }

    [Fact]
    public async Task A_filter_that_does_not_go_on_keeps_the_body_from_running()
    {
        _kernel.FunctionInvocationFilters.Add(Filter.Denying("refused"));

        Assert.Equal("refused", (await _kernel.InvokeAsync(_transfer, new() { ["to"] = "bob" })).GetValue<string>());
        Assert.Empty(_payments.Paid);
    }

    [Fact]
    public async Task A_later_filter_changes_the_arguments_after_the_check_and_runs_the_body_twice()
    {
        string? checkedFor = null;
        _kernel.FunctionInvocationFilters.Add(new Filter(async (context, next) =>
        {
            checkedFor = (string?)context.Arguments["to"];
            await next(context);
        }));
        _kernel.FunctionInvocationFilters.Add(new Filter(async (context, next) =>
        {
            context.Arguments["to"] = "eve";
            await next(context);
            await next(context);
        }));

        await _kernel.InvokeAsync(_transfer, new() { ["to"] = "bob" });

        Assert.Equal("bob", checkedFor);
        Assert.Equal(["eve 5", "eve 5"], _payments.Paid);
    }

    [Fact]
    public async Task A_null_does_not_replace_an_old_result()
    {
        _kernel.FunctionInvocationFilters.Add(new Filter(async (context, next) =>
        {
            await next(context);
            context.Result = new FunctionResult(context.Result, null);
        }));

        Assert.Equal("paid bob 5", (await _kernel.InvokeAsync(_transfer, new() { ["to"] = "bob" })).ToString());
    }

    [Fact]
    public async Task A_result_of_another_type_is_a_failed_cast_for_the_caller()
    {
        _kernel.FunctionInvocationFilters.Add(Filter.Denying("refused"));

        await Assert.ThrowsAsync<InvalidCastException>(() => _kernel.InvokeAsync<int>("payments", "Balance"));
    }

    [Fact]
    public async Task Cancellation_says_which_function_was_cancelled()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        var thrown = await Assert.ThrowsAsync<KernelFunctionCanceledException>(
            () => _kernel.InvokeAsync(_transfer, new() { ["to"] = "bob" }, source.Token));

        Assert.Same(_transfer, thrown.Function);
        Assert.Empty(_payments.Paid);
    }

    [Fact]
    public async Task Other_exceptions_of_a_filter_or_a_body_reach_the_caller_as_they_are()
    {
        _kernel.FunctionInvocationFilters.Add(new Filter((_, _) => throw new FormatException("from the filter")));

        await Assert.ThrowsAsync<FormatException>(() => _kernel.InvokeAsync(_transfer, new() { ["to"] = "bob" }));
    }

    [Fact]
    public async Task A_call_that_a_model_asked_for_is_invoked_through_the_filters()
    {
        List<string> seen = [];
        _kernel.FunctionInvocationFilters.Add(Filter.Noting(seen));
        var call = new Microsoft.SemanticKernel.FunctionCallContent("transfer", "payments", "7", new() { ["to"] = "bob" });

        Microsoft.SemanticKernel.FunctionResultContent result = await call.InvokeAsync(_kernel);

        Assert.Equal(["payments.transfer"], seen);
        Assert.Equal(("7", "paid bob 5"), (result.CallId, (string?)result.Result));
    }
}

using Microsoft.SemanticKernel;

namespace StandIns.Tests;

public sealed class KernelStreamingTests
{
    private readonly Payments _payments = new();
    private readonly Kernel _kernel = new();

    public KernelStreamingTests() => _kernel.Plugins.AddFromObject(_payments, "payments");

    [Fact]
    public async Task The_body_runs_after_the_filter_has_returned()
    {
        int paidWhenTheFilterReturned = -1;
        bool isStreaming = false;
        _kernel.FunctionInvocationFilters.Add(new Filter(async (context, next) =>
        {
            isStreaming = context.IsStreaming;
            await next(context);
            paidWhenTheFilterReturned = _payments.Paid.Count;
        }));

        List<string> items = await _kernel.InvokeStreamingAsync<string>("payments", "transfer", new() { ["to"] = "bob" }).ToListAsync();

        Assert.True(isStreaming);
        Assert.Equal(0, paidWhenTheFilterReturned);
        Assert.Equal(["paid bob 5"], items);
        Assert.Single(_payments.Paid);
    }

    [Fact]
    public async Task Nothing_happens_until_the_stream_is_read()
    {
        List<string> seen = [];
        _kernel.FunctionInvocationFilters.Add(Filter.Noting(seen));

        IAsyncEnumerable<string> stream = _kernel.InvokeStreamingAsync<string>("payments", "transfer", new() { ["to"] = "bob" });
        Assert.Empty(seen);
        await stream.ToListAsync();

        Assert.Single(seen);
    }

    [Fact]
    public async Task A_refusal_that_is_no_stream_of_the_right_type_is_a_failed_cast()
    {
        _kernel.FunctionInvocationFilters.Add(Filter.Denying("refused"));

        await Assert.ThrowsAsync<InvalidCastException>(async () => await _kernel.InvokeStreamingAsync<string>("payments", "transfer").ToListAsync());
        Assert.Empty(_payments.Paid);
    }

    [Fact]
    public async Task A_refusal_that_the_stream_can_carry_is_read_by_the_caller()
    {
        _kernel.FunctionInvocationFilters.Add(Filter.Denying(new[] { "refused" }.ToAsyncEnumerable()));

        Assert.Equal(["refused"], await _kernel.InvokeStreamingAsync<string>("payments", "transfer").ToListAsync());
    }

    [Fact]
    public async Task A_filter_that_neither_goes_on_nor_refuses_leaves_an_empty_stream()
    {
        _kernel.FunctionInvocationFilters.Add(new Filter((_, _) => Task.CompletedTask));

        Assert.Empty(await _kernel.InvokeStreamingAsync<string>("payments", "transfer").ToListAsync());
    }

    [Fact]
    public async Task What_a_method_returns_is_wrapped_for_a_caller_who_reads_contents()
    {
        StreamingKernelContent content = await _kernel.InvokeStreamingAsync("payments", "transfer", new() { ["to"] = "bob" }).SingleAsync();

        Assert.Equal("paid bob 5", Assert.IsType<StreamingMethodContent>(content).Content);
    }
}

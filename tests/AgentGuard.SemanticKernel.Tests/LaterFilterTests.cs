using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel.Tests;

public sealed class LaterFilterTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_later_filter_that_changes_the_arguments_is_decided_again(bool isRegistered)
    {
        Filter later = new(async (context, next) =>
        {
            context.Arguments["amount"] = 9000;
            await next(context);
        });
        using GuardedKernel kernel = new(builder => Add(builder, isRegistered ? later : null));
        if (!isRegistered)
        {
            kernel.Kernel.FunctionInvocationFilters.Add(later);
        }

        FunctionResult refused = await kernel.Kernel.InvokeAsync(kernel.Transfer, Payment());

        Assert.StartsWith("Not executed: payments.transfer was denied.", refused.ToString(), StringComparison.Ordinal);
        Assert.True(refused.Metadata!.ContainsKey(RefusedCall.Metadata));
        Assert.Empty(kernel.Ran);
    }

    [Fact]
    public async Task A_later_filter_that_leaves_the_call_alone_costs_no_second_decision()
    {
        using GuardedKernel kernel = new();
        KernelFunction transfer = kernel.Transfer;
        for (int i = 0; i < 3; i++)
        {
            kernel.Kernel.FunctionInvocationFilters.Add(new Filter((context, next) => next(context)));
            await kernel.Kernel.InvokeAsync(transfer, Payment());
        }

        Assert.Equal(3, kernel.Ran.Count);
        Assert.Equal(3, kernel.Decided.Count());
    }

    [Fact]
    public async Task A_later_filter_that_calls_next_twice_is_decided_twice()
    {
        using GuardedKernel kernel = new(builder => Add(builder, new Filter(async (context, next) =>
        {
            await next(context);
            context.Arguments["amount"] = 9000;
            await next(context);
        })));

        FunctionResult second = await kernel.Kernel.InvokeAsync(kernel.Transfer, Payment());

        Assert.Equal(["900 to ann"], kernel.Ran);
        Assert.Equal(2, kernel.Decided.Count());
        Assert.StartsWith("Not executed", second.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_filter_that_swaps_the_result_cannot_take_the_redaction_away()
    {
        using GuardedKernel kernel = new(builder => Add(builder, new Filter(async (context, next) =>
        {
            await next(context);
            context.Result = new FunctionResult(context.Result, """{"number":"4111"}""");
            context.Result = new FunctionResult(context.Result, null);
        })));
        KernelFunction read = kernel.Function("card", "read", () => "{}");

        Assert.Equal("""{"number":"[redacted]"}""", (await kernel.Kernel.InvokeAsync(read)).ToString());
    }

    [Fact]
    public async Task A_later_filter_that_answers_itself_runs_no_body()
    {
        using GuardedKernel kernel = new(builder => Add(builder, new Filter((context, _) =>
        {
            context.Result = new FunctionResult(context.Function, "cached");
            return Task.CompletedTask;
        })));

        Assert.Equal("cached", (await kernel.Kernel.InvokeAsync(kernel.Transfer, Payment())).ToString());
        Assert.Empty(kernel.Ran);
    }

    [Fact]
    public async Task A_filter_that_is_added_while_a_call_is_decided_does_not_stand_behind_the_decision()
    {
        using GuardedKernel kernel = new();
        KernelFunction transfer = kernel.Transfer;
        Filter changing = new(async (context, next) =>
        {
            context.Arguments["amount"] = 9000;
            await next(context);
        });
        kernel.Kernel.FunctionInvocationFilters.Add(new Filter(async (context, next) =>
        {
            context.Kernel.FunctionInvocationFilters.Add(changing);
            await next(context);
        }));

        await kernel.Kernel.InvokeAsync(transfer, Payment());

        Assert.Empty(kernel.Ran);
    }

    [Fact]
    public async Task Filters_that_are_added_by_parallel_calls_never_let_a_changed_call_through()
    {
        using GuardedKernel kernel = new();
        KernelFunction transfer = kernel.Transfer;

        Exception?[] faults = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
        {
            IList<IFunctionInvocationFilter> filters = kernel.Kernel.FunctionInvocationFilters;
            if (i % 5 == 0)
            {
                lock (filters)
                {
                    filters.Add(new Filter(async (context, next) =>
                    {
                        context.Arguments["amount"] = 9000;
                        await next(context);
                    }));
                }
            }

            // The kernel itself reads the list without a lock: a call may fail, and must not get through changed.
            return await Record.ExceptionAsync(() => kernel.Kernel.InvokeAsync(transfer, Payment()));
        })));

        Assert.DoesNotContain("9000 to ann", kernel.Ran);
        Assert.All(faults.OfType<Exception>(), static fault => Assert.True(fault is InvalidOperationException or ArgumentException, fault.ToString()));
        FunctionResult last = await kernel.Kernel.InvokeAsync(transfer, Payment());
        Assert.StartsWith("Not executed: ", last.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_that_are_cleared_while_the_guard_decides_leave_the_call_decided()
    {
        using GuardedKernel kernel = new();
        kernel.Kernel.FunctionInvocationFilters.Add(new Filter(async (context, next) =>
        {
            context.Kernel.FunctionInvocationFilters.Clear();
            await next(context);
        }));

        await kernel.Kernel.InvokeAsync(kernel.Transfer, new() { ["to"] = "ann", ["amount"] = 9000 });

        Assert.Empty(kernel.Ran);
    }

    [Fact]
    public async Task Two_kernels_with_one_guard_each_decide_their_own_calls()
    {
        using GuardedKernel first = new();
        IKernelBuilder builder = Kernel.CreateBuilder();
        builder.AddAgentGuard(first.Guard);
        Kernel second = builder.Build();
        KernelFunction read = first.Function("mail", "read", () => first.Run("mail"));
        KernelFunction outer = first.Function("agents", "research", async () => (await second.InvokeAsync(read)).ToString());

        Assert.Equal("mail", (await first.Kernel.InvokeAsync(outer)).ToString());
        Assert.Equal(["agents.research", "mail.read"], first.Decided.Select(entry => entry.Tool.ToString()));
    }

    [Fact]
    public void Adding_the_same_guard_twice_adds_it_once_and_another_is_refused()
    {
        using GuardedKernel kernel = new();
        using ToolCallGuard other = ToolCallGuard.FromPolicies(kernel.Folder);
        IKernelBuilder builder = Kernel.CreateBuilder();
        builder.AddAgentGuard(kernel.Guard).AddAgentGuard(kernel.Guard);

        Assert.Throws<InvalidOperationException>(() => builder.AddAgentGuard(other));
        Assert.Throws<InvalidOperationException>(() => builder.AddAgentGuard(kernel.Folder));
        Assert.Single(builder.Build().FunctionInvocationFilters);
        Assert.Single(builder.Build().AutoFunctionInvocationFilters);
    }

    private static KernelArguments Payment() => new() { ["to"] = "ann", ["amount"] = 900 };

    private static void Add(IKernelBuilder builder, Filter? filter)
    {
        if (filter is not null)
        {
            builder.Services.Add(new(typeof(IFunctionInvocationFilter), filter));
        }
    }
}

using Microsoft.SemanticKernel;
using static StandIns.Tests.FunctionInvocationLoopTests;
using static StandIns.Tests.ScriptedChatClient;

namespace StandIns.Tests;

public sealed class AroundTheFilterTests
{
    private readonly Payments _payments = new();
    private readonly Kernel _kernel = new();
    private readonly KernelPlugin _plugin;

    public AroundTheFilterTests()
    {
        _plugin = _kernel.Plugins.AddFromObject(_payments, "payments");
        _kernel.FunctionInvocationFilters.Add(Filter.Denying("refused"));
        _kernel.AutoFunctionInvocationFilters.Add(new AutoFilter((_, _) => throw new InvalidOperationException("refused")));
    }

    [Fact]
    public async Task A_kernel_function_that_is_invoked_as_an_AIFunction_skips_the_filters()
    {
        object? result = await ((AIFunction)_plugin["transfer"]).InvokeAsync(new() { ["to"] = "bob" });

        Assert.Equal("paid bob 5", result!.ToString());
    }

    [Fact]
    public async Task And_so_do_the_AIFunctions_of_a_plugin_that_were_given_the_kernel()
    {
        AIFunction transfer = _plugin.AsAIFunctions(_kernel).Single(f => f.Name == "payments_transfer");

        await transfer.InvokeAsync(new() { ["to"] = "bob" });

        Assert.Single(_payments.Paid);
    }

    [Fact]
    public async Task And_an_invocation_that_names_the_kernel()
    {
        await ((AIFunction)_plugin["transfer"]).InvokeAsync(_kernel, new() { ["to"] = "bob" });

        Assert.Single(_payments.Paid);
    }

    [Fact]
    public async Task And_a_plain_function_invoking_client()
    {
        using var client = new FunctionInvokingChatClient(new ScriptedChatClient(Says(Call("payments_transfer", "1", ("to", "bob"))), Says("done")));

        await client.GetResponseAsync("pay", With([.. _plugin.AsAIFunctions(_kernel)]));

        Assert.Single(_payments.Paid);
    }

    [Fact]
    public async Task And_the_kernels_own_client_with_options_that_do_not_know_the_kernel()
    {
        IChatClient client = new ScriptedChatClient(Says(Call("payments_transfer", "1", ("to", "bob"))), Says("done"))
            .AsBuilder().UseKernelFunctionInvocation().Build();

        await client.GetResponseAsync("pay", With([.. _plugin.AsAIFunctions(_kernel)]));

        Assert.Single(_payments.Paid);
    }

    [Fact]
    public async Task A_kernel_that_goes_along_as_a_function_still_asks_the_filters_of_the_kernel_it_is_given()
    {
        KernelFunction bound = _plugin["transfer"].WithKernel(new Kernel());

        Assert.Equal("refused", (await bound.InvokeAsync(_kernel, new() { ["to"] = "bob" })).ToString());
    }
}

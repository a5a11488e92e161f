using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace StandIns.Tests;

public sealed class KernelTests
{
    [Fact]
    public void A_built_kernel_has_the_plugins_filters_and_services_of_the_builder()
    {
        IKernelBuilder builder = Kernel.CreateBuilder();
        builder.Plugins.AddFromType<Payments>("payments").AddFromObject(new Payments(), "more");
        builder.Plugins.AddFromFunctions("own", [KernelFunctionFactory.CreateFromMethod(() => 1, "one")]);
        Filter filter = Filter.Denying("no");
        builder.Services.AddSingleton<IFunctionInvocationFilter>(filter);

        Kernel kernel = builder.Build();

        Assert.Equal(["payments", "more", "own"], kernel.Plugins.Select(p => p.Name));
        Assert.Same(filter, Assert.Single(kernel.FunctionInvocationFilters));
        Assert.Same(filter, kernel.GetRequiredService<IFunctionInvocationFilter>());
        Assert.Throws<KernelException>(() => kernel.GetRequiredService<IAutoFunctionInvocationFilter>());
    }

    [Fact]
    public void Kernels_of_a_container_are_new_each_time_and_are_not_built_by_hand()
    {
        var services = new ServiceCollection();
        IKernelBuilder builder = services.AddKernel();
        builder.Plugins.AddFromType<Payments>("payments");
        builder.Services.AddSingleton<IFunctionInvocationFilter>(Filter.Denying("no"));
        using ServiceProvider container = services.BuildServiceProvider();

        Kernel kernel = container.GetRequiredService<Kernel>();

        Assert.NotSame(kernel, container.GetRequiredService<Kernel>());
        Assert.Single(kernel.FunctionInvocationFilters);
        Assert.Single(kernel.Plugins);
        Assert.Throws<InvalidOperationException>(() => builder.Build());
    }

    [Fact]
    public void A_clone_has_lists_of_its_own_with_the_same_things_in_them()
    {
        var kernel = new Kernel();
        var value = new List<string>();
        kernel.Data["labels"] = value;
        kernel.FunctionInvocationFilters.Add(Filter.Denying("no"));
        kernel.Plugins.AddFromObject(new Payments(), "payments");

        Kernel clone = kernel.Clone();
        clone.FunctionInvocationFilters.Clear();
        clone.Data["other"] = 1;
        value.Add("seen by both");

        Assert.Single(kernel.FunctionInvocationFilters);
        Assert.False(kernel.Data.ContainsKey("other"));
        Assert.Same(value, clone.Data["labels"]);
        Assert.Same(kernel.Plugins["payments"], clone.Plugins["payments"]);
    }

    [Fact]
    public void A_clone_has_no_filters_when_they_were_cleared_and_the_registered_plugins_when_those_were()
    {
        IKernelBuilder builder = Kernel.CreateBuilder();
        builder.Plugins.AddFromType<Payments>("payments");
        builder.Services.AddSingleton<IFunctionInvocationFilter>(Filter.Denying("no"));
        Kernel kernel = builder.Build();
        kernel.FunctionInvocationFilters.Clear();
        kernel.Plugins.Clear();

        Kernel clone = kernel.Clone();

        Assert.Empty(clone.FunctionInvocationFilters);
        Assert.Single(clone.Plugins);
    }

    [Fact]
    public void A_new_kernel_on_the_same_services_has_the_registered_filters_and_not_the_added_ones()
    {
        Kernel kernel = Kernel.CreateBuilder().Build();
        kernel.FunctionInvocationFilters.Add(Filter.Denying("no"));

        Assert.Empty(new Kernel(kernel.Services).FunctionInvocationFilters);
    }

    [Fact]
    public void A_filter_that_is_null_is_refused() =>
        Assert.Throws<ArgumentNullException>(() => new Kernel().FunctionInvocationFilters.Add(null!));

    [Fact]
    public void A_plugin_of_a_name_that_is_taken_is_refused_whatever_its_case()
    {
        var kernel = new Kernel();
        kernel.Plugins.AddFromObject(new Payments(), "payments");

        Assert.Throws<ArgumentException>(() => kernel.Plugins.AddFromObject(new Payments(), "Payments"));
    }

    [Theory]
    [InlineData("payments", "transfer")]
    [InlineData("PAYMENTS", "Transfer")]
    [InlineData(null, "transfer")]
    [InlineData("payments", "payments_transfer")]
    [InlineData(null, "payments_transfer")]
    public async Task A_function_is_found_under_each_of_its_names(string? plugin, string function)
    {
        var kernel = new Kernel();
        kernel.Plugins.AddFromObject(new Payments(), "payments");

        Assert.Equal("paid bob 5", await kernel.InvokeAsync<string>(plugin, function, new() { ["to"] = "bob" }));
    }

    [Fact]
    public async Task A_function_that_is_not_there_is_a_missing_key() =>
        await Assert.ThrowsAsync<KeyNotFoundException>(() => new Kernel().InvokeAsync("payments", "transfer"));
}

using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace StandIns.Tests;

public sealed class MethodFunctionTests
{
    private readonly KernelPlugin _plugin = KernelPluginFactory.CreateFromObject(new Payments(), "payments");

    [Fact]
    public void A_plugin_holds_the_marked_methods_private_ones_too()
    {
        Assert.Equal(["Balance", "forget", "secret", "transfer"], _plugin.Select(f => f.Name).Order(StringComparer.Ordinal));
        Assert.Equal("moves money", _plugin.Description);
        Assert.Throws<ArgumentException>(() => KernelPluginFactory.CreateFromObject(new object(), "empty"));
    }

    [Fact]
    public void A_function_has_one_name_for_people_and_one_for_models()
    {
        KernelFunction transfer = _plugin["transfer"];

        Assert.Equal(("transfer", "payments", "payments.transfer"), (transfer.Name, transfer.PluginName, transfer.ToString()));
        Assert.Equal("payments_transfer", ((AIFunction)transfer).Name);
    }

    [Fact]
    public void The_schema_tells_of_a_default_in_words_only_and_is_open()
    {
        JsonElement schema = _plugin["transfer"].JsonSchema;

        Assert.Equal("who is paid", schema.GetProperty("properties").GetProperty("to").GetProperty("description").GetString());
        JsonElement amount = schema.GetProperty("properties").GetProperty("amount");
        Assert.Equal(("integer", "(default value: 5)"), (amount.GetProperty("type").GetString(), amount.GetProperty("description").GetString()));
        Assert.False(amount.TryGetProperty("default", out _));
        Assert.False(schema.TryGetProperty("additionalProperties", out _));
        Assert.Equal(["to"], schema.GetProperty("required").EnumerateArray().Select(e => e.GetString()));
    }

    [Fact]
    public void What_the_kernel_supplies_is_not_told_to_the_model() => Assert.Empty(_plugin["Balance"].Metadata.Parameters);

    [Fact]
    public async Task Arguments_are_found_without_regard_to_case_and_unknown_ones_ignored() =>
        Assert.Equal("paid bob 7", await _plugin["transfer"].InvokeAsync<string>(new Kernel(), new() { ["TO"] = "bob", ["Amount"] = 7, ["memo"] = "x" }));

    [Theory]
    [InlineData("7")]
    [InlineData(7L)]
    [InlineData("0x7")]
    public async Task Arguments_are_coerced(object amount) =>
        Assert.Equal("paid 1 7", await _plugin["transfer"].InvokeAsync<string>(new Kernel(), new() { ["to"] = 1, ["amount"] = amount }));

    [Fact]
    public async Task Text_is_converted_with_the_culture_of_the_kernel_first()
    {
        KernelFunction half = KernelFunctionFactory.CreateFromMethod((double value) => value, "half");
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NumberGroupSeparator) = (",", ".");

        Assert.Equal(0.5, await half.InvokeAsync<double>(new Kernel { Culture = german }, new() { ["value"] = "0,5" }));
    }

    [Fact]
    public async Task Text_in_json_is_parsed_and_an_object_deserialized()
    {
        KernelFunction echo = KernelFunctionFactory.CreateFromMethod((int number, Point point) => $"{number} {point.X}", "echo");

        Assert.Equal("7 3", await echo.InvokeAsync<string>(
            new Kernel(), new() { ["number"] = JsonElement.Parse("\"7\""), ["point"] = JsonElement.Parse("""{"X":3}""") }));
    }

    [Fact]
    public async Task An_argument_that_cannot_be_converted_or_is_missing_throws()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => _plugin["transfer"].InvokeAsync(new Kernel(), new() { ["to"] = "bob", ["amount"] = "many" }));
        var missing = await Assert.ThrowsAsync<KernelException>(() => _plugin["transfer"].InvokeAsync(new Kernel()));
        Assert.Equal("Missing argument for function parameter 'to'", missing.Message);
    }

    [Fact]
    public async Task A_service_is_taken_from_the_kernel()
    {
        IKernelBuilder builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton("a service");
        KernelFunction function = KernelFunctionFactory.CreateFromMethod(([FromKernelServices] string text) => text, "own");

        Assert.Equal("a service", await function.InvokeAsync<string>(builder.Build()));
        Assert.Empty(function.Metadata.Parameters);
        await Assert.ThrowsAsync<KernelException>(() => function.InvokeAsync(new Kernel()));
    }

    [Fact]
    public async Task Tasks_are_awaited_and_an_Async_at_the_end_of_the_name_dropped() =>
        Assert.Equal(42, await _plugin["Balance"].InvokeAsync<int>(new Kernel()));

    [Fact]
    public async Task A_function_of_another_library_becomes_a_kernel_function_with_its_schema()
    {
        KernelFunction function = AIFunctionFactory.Create((string to) => $"paid {to}", "pay").AsKernelFunction();
        List<string> seen = [];
        var kernel = new Kernel();
        kernel.FunctionInvocationFilters.Add(Filter.Noting(seen));

        FunctionResult result = await function.InvokeAsync(kernel, new() { ["to"] = "bob" });

        Assert.Equal("paid bob", result.ToString());
        Assert.Equal("to", Assert.Single(function.Metadata.Parameters).Name);
        Assert.Equal(["pay"], seen);
    }

    private sealed record Point(int X);
}

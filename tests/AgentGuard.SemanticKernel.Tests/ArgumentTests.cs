using System.Text.Json;
using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel.Tests;

public sealed class ArgumentTests
{
    public sealed record Order(string Item, int Count);

    [Fact]
    public async Task Where_nothing_had_to_change_the_callers_dictionary_is_as_it_was()
    {
        using GuardedKernel kernel = new();
        Order seen = new("", 0);
        KernelFunction order = kernel.Function("shop", "order", (Order order, int limit, DateTime at, string? note = null) => kernel.Run($"{seen = order} {limit} {note ?? "null"} {at:O}"));
        Order given = new("pen", 2);
        object limit = 5;
        DateTime at = new(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc);
        KernelArguments arguments = new() { ["order"] = given, ["limit"] = limit, ["at"] = at, ["unrelated"] = kernel };

        await kernel.Kernel.InvokeAsync(order, arguments);

        Assert.Equal(["Order { Item = pen, Count = 2 } 5 null 2026-03-04T05:06:07.0000000Z"], kernel.Ran);
        Assert.NotSame(given, seen);
        Assert.Same(given, arguments["order"]);
        Assert.Same(limit, arguments["limit"]);
        Assert.Same(kernel, arguments["unrelated"]);
        Assert.Equal(4, arguments.Count);
    }

    [Fact]
    public async Task The_normal_form_is_what_the_body_gets()
    {
        using GuardedKernel kernel = new();
        KernelFunction pay = kernel.Function("accounts", "pay", (string to) => kernel.Run(to));

        await kernel.Kernel.InvokeAsync(pay, new() { ["to"] = "DE89 3704 0044 0532 0130 00" });

        Assert.Equal(["DE89370400440532013000"], kernel.Ran);
    }

    [Theory]
    [InlineData("TO")]
    [InlineData("To")]
    public async Task A_name_that_differs_in_case_is_denied(string name)
    {
        using GuardedKernel kernel = new();

        FunctionResult refused = await kernel.Kernel.InvokeAsync(kernel.Transfer, new() { [name] = "ann", ["amount"] = 1 });

        Assert.StartsWith("Not executed: payments.transfer was denied.", refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(kernel.Ran);
    }

    [Fact]
    public async Task A_default_is_filled_in_and_decided()
    {
        using GuardedKernel kernel = new();
        KernelFunction transfer = kernel.Function("payments", "transfer", (string to, long amount = 5000) => kernel.Run($"{amount} to {to}"));

        Assert.StartsWith("Not executed", (await kernel.Kernel.InvokeAsync(transfer, new() { ["to"] = "ann" })).ToString(), StringComparison.Ordinal);
        Assert.Empty(kernel.Ran);
    }

    [Fact]
    public async Task What_a_function_does_not_declare_is_decided_where_it_can_see_it()
    {
        using GuardedKernel kernel = new();
        KernelFunction all = kernel.Function("mail", "all", (KernelArguments arguments) => kernel.Run(string.Join(',', arguments.Names)));

        Assert.StartsWith("Not executed", (await kernel.Kernel.InvokeAsync(all, new() { ["secret"] = "x" })).ToString(), StringComparison.Ordinal);
        Assert.Empty(kernel.Ran);
    }

    [Fact]
    public async Task An_argument_that_is_no_json_is_denied()
    {
        using GuardedKernel kernel = new();
        KernelFunction odd = kernel.Function("mail", "odd", (double number) => kernel.Run("ran"));

        Assert.StartsWith("Not executed", (await kernel.Kernel.InvokeAsync(odd, new() { ["number"] = double.NaN })).ToString(), StringComparison.Ordinal);
        Assert.Empty(kernel.Ran);
    }

    [Fact]
    public async Task An_object_that_is_changed_after_the_decision_is_not_what_the_body_gets()
    {
        List<string> recipients = ["ann"];
        using GuardedKernel kernel = new(builder => { });
        KernelFunction send = kernel.Function("mail", "send", (List<string> to) => kernel.Run(string.Join(',', to)));
        kernel.Kernel.FunctionInvocationFilters.Insert(0, new Filter(async (context, next) =>
        {
            Task call = next(context);
            recipients.Add("eve");
            await call;
        }));
        kernel.Kernel.FunctionInvocationFilters.Add(new Filter(async (context, next) =>
        {
            recipients.Add("eve");
            await next(context);
        }));
        KernelArguments arguments = new() { ["to"] = recipients };

        await kernel.Kernel.InvokeAsync(send, arguments);

        Assert.Equal(["ann"], kernel.Ran);
        Assert.Same(recipients, arguments["to"]);
    }

    [Fact]
    public async Task Parallel_calls_that_share_their_arguments_each_run_as_decided()
    {
        using GuardedKernel kernel = new();
        KernelFunction transfer = kernel.Transfer;
        KernelFunction read = kernel.Function("mail", "read", (int id) => kernel.Run($"mail {id}"));
        KernelArguments shared = new() { ["to"] = "ann", ["amount"] = 900, ["id"] = 7 };

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => kernel.Kernel.InvokeAsync(i % 2 == 0 ? transfer : read, shared))));

        Assert.Equal(20, kernel.Ran.Count(note => note == "900 to ann"));
        Assert.Equal(20, kernel.Ran.Count(note => note == "mail 7"));
        Assert.Equal(3, shared.Count);
    }

    [Fact]
    public async Task An_enum_is_decided_by_its_name_and_reaches_the_body()
    {
        using GuardedKernel scene = new(policies: """permit (principal, action, resource) when { context.input.day == "Friday" };""");
        KernelFunction function = scene.Function("mail", "send", (DayOfWeek day) => scene.Run($"{day}"));

        await function.InvokeAsync(scene.Kernel, new() { ["day"] = DayOfWeek.Friday });
        await function.InvokeAsync(scene.Kernel, new() { ["day"] = DayOfWeek.Monday });

        Assert.Equal(["Friday"], scene.Ran);
    }

    [Fact]
    public async Task Json_elements_and_numbers_keep_their_meaning()
    {
        using GuardedKernel kernel = new();
        KernelFunction typed = kernel.Function("mail", "typed", (Guid id, DateTimeOffset at, double rate, DayOfWeek day) =>
            kernel.Run(FormattableString.Invariant($"{id:N} {at:O} {rate} {day}")));
        KernelArguments arguments = [];
        foreach (JsonProperty property in JsonElement.Parse("""{"id":"0f8fad5b-d9cb-469f-a165-70867728950e","at":"2026-03-04T05:06:07+00:00","rate":0.5,"day":"Monday"}""").EnumerateObject())
        {
            arguments[property.Name] = property.Value;
        }

        string result = (await kernel.Kernel.InvokeAsync(typed, arguments)).ToString();

        Assert.Equal("0f8fad5bd9cb469fa16570867728950e 2026-03-04T05:06:07.0000000+00:00 0.5 Monday", result);
    }
}

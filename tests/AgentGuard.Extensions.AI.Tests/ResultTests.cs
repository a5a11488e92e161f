using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI.Tests;

/// <summary>What a tool returns is redacted in every form in which it can leave, or withheld.</summary>
public sealed class ResultTests
{
    private const string Cards = """{"name":"ACME","cards":[{"number":"4111"},{"number":"4222"}]}""";

    public static TheoryData<string> Forms => [.. Results.Keys];

    private static Dictionary<string, Func<object?>> Results { get; } = new()
    {
        ["string"] = () => Cards,
        ["JsonElement"] = () => JsonElement.Parse(Cards),
        ["object"] = () => new Customer("ACME", [new Card("4111"), new Card("4222")]),
        ["text"] = () => new TextContent(Cards),
        ["list"] = () => new List<AIContent> { new TextContent(Cards), new TextContent(Cards) },
        ["sequence"] = () => Enumerable.Range(0, 2).Select(_ => (AIContent)new TextContent(Cards)),
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_result_is_redacted_in_every_form(string form)
    {
        string seen = await RunAsync("crm", Results[form]);

        Assert.Contains("[redacted]", seen, StringComparison.Ordinal);
        Assert.Contains("ACME", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("4111", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("4222", seen, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_result_without_obligations_passes_as_it_is(string form) =>
        Assert.Contains("4111", await RunAsync("echo", Results[form]), StringComparison.Ordinal);

    [Fact]
    public async Task A_result_that_cannot_be_read_is_withheld_where_something_must_be_redacted()
    {
        Func<object?>[] results =
        [
            () => "4111 in plain words",
            () => new DataContent("data:text/plain;base64,NDExMQ=="),
            () => new List<AIContent> { new TextContent(Cards), new TextContent("4111") },
            () => new Throwing("4111"),
            () => new Cyclic(),
            () => new MemoryStream(),
            () => new FunctionResultContent("call_1", Cards),
        ];

        foreach (Func<object?> result in results)
        {
            string seen = await RunAsync("crm", result);
            Assert.Contains("its result is withheld", seen, StringComparison.Ordinal);
            Assert.DoesNotContain("4111", seen, StringComparison.Ordinal);
        }
    }

    /// <summary>What an MCP client makes of a result that has structured content: an envelope, while the tool's output schema speaks of what is inside.</summary>
    [Fact]
    public async Task A_member_that_the_output_schema_makes_optional_is_redacted_inside_an_envelope()
    {
        string text = JsonSerializer.Serialize(Cards);
        string seen = await RunAsync(new Described("crm", () => JsonElement.Parse($$"""{"content":[{"type":"text","text":{{text}}}],"structuredContent":{{Cards}},"isError":false}""")));

        Assert.Contains("[redacted]", seen, StringComparison.Ordinal);
        Assert.Contains("ACME", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("4111", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("4222", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_which_the_output_schema_says_nothing_is_withheld_though_the_schema_makes_everything_optional()
    {
        Func<object?>[] results =
        [
            () => new DataContent("data:text/plain;base64,NDExMQ=="),
            () => new ErrorContent("4111"),
            () => new TextReasoningContent("4111"),
            () => new List<AIContent> { new TextContent("{}"), new UriContent("https://cards.example/4111", "text/plain") },
            () => JsonElement.Parse("""{"content":[{"type":"text","text":"no card 4111"}],"isError":true}"""),
            () => JsonElement.Parse("""{"content":[{"type":"image","data":"4111","mimeType":"image/png"}],"structuredContent":{}}"""),
        ];

        foreach (Func<object?> result in results)
        {
            Assert.Contains("its result is withheld", await RunAsync(new Described("crm", result)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("true", InvocationOutcome.Unknown)]
    [InlineData("false", InvocationOutcome.Succeeded)]
    public async Task An_envelope_that_says_the_tool_failed_is_no_success(string isError, InvocationOutcome outcome)
    {
        using Pipeline pipeline = new();
        pipeline.Options = new ChatOptions { Tools = [new Described("echo", () => JsonElement.Parse($$"""{"content":[{"type":"text","text":"x"}],"isError":{{isError}}}"""))] };
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("echo").Says("done");

        await pipeline.SayAsync("go");

        Assert.Equal(outcome, pipeline.Audit[^1].Outcome);
    }

    [Fact]
    public async Task A_sequence_that_a_body_returns_runs_once()
    {
        int runs = 0;

        Assert.Contains("paid", await RunAsync("echo", Pay), StringComparison.Ordinal);
        Assert.Equal(1, runs);

        IEnumerable<string> Pay()
        {
            runs++;
            yield return "paid";
        }
    }

    [Fact]
    public async Task A_refusal_is_never_a_null_that_reads_as_success()
    {
        using Pipeline pipeline = new();
        AIFunction drop = pipeline.Tool("drop").WithAgentGuard(pipeline.Guard);
        foreach (AgentScope? run in new[] { null, Pipeline.Begin() })
        {
            using (run)
            {
                Assert.StartsWith("Not executed", Assert.IsType<string>(await drop.InvokeAsync(new AIFunctionArguments { ["amount"] = 1 })), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Nothing_returned_is_a_success_only_if_the_body_ran() =>
        Assert.Equal("Success: Function completed.", await RunAsync("echo", () => null));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_message_of_an_exception_is_withheld_with_the_result(bool masked)
    {
        using Pipeline pipeline = new();
        pipeline.Invoking.IncludeDetailedErrors = true;
        pipeline.Options = new ChatOptions { Tools = [AIFunctionFactory.Create(string (bool masked) => throw new InvalidOperationException($"the secret is {masked}"), "fail")] };
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("fail", new { masked }).Says("done");

        await pipeline.SayAsync("go");

        // Where no policy withholds anything, the host decides with IncludeDetailedErrors, as ever.
        Assert.Equal(!masked, pipeline.Told().Contains("the secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refusals_do_not_count_as_errors_that_end_the_request()
    {
        using Pipeline pipeline = new();
        pipeline.Invoking.MaximumConsecutiveErrorsPerRequest = 0;
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("drop", new { amount = 1 }).Calls("nowhere").Calls("echo", new { amount = "many" }).Says("done");

        ChatResponse answer = await pipeline.SayAsync("go");

        Assert.Equal("done", answer.Messages[^1].Text);
        Assert.Empty(pipeline.Ran);
    }

    private static Task<string> RunAsync(string name, Func<object?> body) =>
        RunAsync(AIFunctionFactory.Create(body, new AIFunctionFactoryOptions { Name = name, MarshalResult = (result, _, _) => ValueTask.FromResult(result) }));

    private static async Task<string> RunAsync(AIFunction function)
    {
        using Pipeline pipeline = new();
        pipeline.Options = new ChatOptions { Tools = [function] };
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls(function.Name).Says("done");
        await pipeline.SayAsync("go");
        object? result = pipeline.Model.Requests[^1].SelectMany(message => message.Contents).OfType<FunctionResultContent>().Single().Result;
        return result as string ?? JsonSerializer.Serialize(result, AIJsonUtilities.DefaultOptions);
    }

    /// <summary>A tool whose server says what it returns, and that all of it may be missing.</summary>
    private sealed class Described(string name, Func<object?> body) : AIFunction
    {
        public override string Name => name;

        public override JsonElement? ReturnJsonSchema => JsonElement.Parse(
            """{"type":"object","properties":{"name":{},"cards":{"type":"array","items":{"type":"object","properties":{"number":{"type":"string"}}}}}}""");

        protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) => ValueTask.FromResult(body());
    }

    private sealed record Card(string Number);

    private sealed record Customer(string Name, IReadOnlyList<Card> Cards);

    private sealed class Throwing(string number)
    {
        public string Number => throw new KeyNotFoundException(number);
    }

    private sealed class Cyclic
    {
        public Cyclic Self => this;
    }
}

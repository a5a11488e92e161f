using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentGuard.SemanticKernel.Tests;

public sealed class StreamTests
{
    [Fact]
    public async Task A_stream_is_decided_before_its_body_starts_and_a_refusal_can_be_read_in_each_type()
    {
        using GuardedKernel kernel = new();
        KernelFunction transfer = kernel.Transfer;
        KernelArguments large = new() { ["to"] = "ann", ["amount"] = 9000 };

        StreamingKernelContent content = Assert.Single(await ReadAsync(kernel.Kernel.InvokeStreamingAsync(transfer, large)));
        string text = Assert.Single(await ReadAsync(kernel.Kernel.InvokeStreamingAsync<string>(transfer, large)));
        StreamingChatMessageContent message = Assert.Single(await ReadAsync(kernel.Kernel.InvokeStreamingAsync<StreamingChatMessageContent>(transfer, large)));

        Assert.StartsWith("Not executed: payments.transfer was denied.", text, StringComparison.Ordinal);
        Assert.Equal(text, content.ToString());
        Assert.Equal(text, message.Content);
        Assert.Empty(kernel.Ran);
    }

    [Fact]
    public async Task A_permitted_stream_gives_its_pieces_as_they_come()
    {
        using GuardedKernel kernel = new();
        KernelFunction stream = kernel.Function("mail", "stream", (int count) => Pieces(kernel, count));

        Assert.Equal(["1", "2", "3"], await ReadAsync(kernel.Kernel.InvokeStreamingAsync<string>(stream, new() { ["count"] = 3 })));
        Assert.Equal(InvocationOutcome.Succeeded, kernel.Audit.Entries[^1].Outcome);
    }

    [Fact]
    public async Task The_body_runs_on_the_decided_arguments_whatever_has_become_of_them_since()
    {
        using GuardedKernel kernel = new();
        KernelFunction transfer = kernel.Transfer;
        KernelArguments arguments = new() { ["to"] = "ann", ["amount"] = 900 };
        IAsyncEnumerable<string>? stream = null;
        kernel.Kernel.FunctionInvocationFilters.Insert(0, new Filter(async (context, next) =>
        {
            await next(context);
            stream = context.Result.GetValue<IAsyncEnumerable<string>>();
            arguments["amount"] = 9000;
            arguments["TO"] = "eve";
        }));

        Assert.Equal(["900 to ann"], await ReadAsync(kernel.Kernel.InvokeStreamingAsync<string>(transfer, arguments)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync(stream!));
        Assert.Equal(["900 to ann"], kernel.Ran);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_later_filter_that_changes_a_stream_s_arguments_is_decided_again(bool asText)
    {
        using GuardedKernel kernel = new();
        KernelFunction transfer = kernel.Transfer;
        kernel.Kernel.FunctionInvocationFilters.Add(new Filter(async (context, next) =>
        {
            context.Arguments["amount"] = 9000;
            await next(context);
        }));
        KernelArguments arguments = new() { ["to"] = "ann", ["amount"] = 900 };

        string refused = asText
            ? Assert.Single(await ReadAsync(kernel.Kernel.InvokeStreamingAsync<string>(transfer, arguments)))
            : Assert.Single(await ReadAsync(kernel.Kernel.InvokeStreamingAsync(transfer, arguments))).ToString();

        Assert.StartsWith("Not executed", refused, StringComparison.Ordinal);
        Assert.Empty(kernel.Ran);
    }

    [Fact]
    public async Task A_stream_with_a_later_filter_is_decided_once()
    {
        using GuardedKernel kernel = new();
        KernelFunction transfer = kernel.Transfer;
        kernel.Kernel.FunctionInvocationFilters.Add(new Filter((context, next) => next(context)));

        Assert.Equal(["9 to ann"], await ReadAsync(kernel.Kernel.InvokeStreamingAsync<string>(transfer, new() { ["to"] = "ann", ["amount"] = 9 })));
        Assert.Single(kernel.Decided);
    }

    [Fact]
    public async Task With_an_obligation_on_the_result_nothing_leaves_before_all_of_it_is_redacted()
    {
        using GuardedKernel kernel = new();
        KernelFunction stream = kernel.Function("card", "stream", () => new[] { """{"num""", """ber":"4111","name":"ann"}""" }.ToAsyncEnumerable());
        KernelFunction single = kernel.Function("card", "read", () => new Card("4111", "ann"));

        Assert.Equal("""{"number":"[redacted]","name":"ann"}""", Assert.Single(await ReadAsync(kernel.Kernel.InvokeStreamingAsync<string>(stream))));
        Assert.Equal("""{"number":"[redacted]","name":"ann"}""", Assert.Single(await ReadAsync(kernel.Kernel.InvokeStreamingAsync(single))).ToString());
    }

    [Fact]
    public async Task A_stream_that_cannot_be_read_as_what_the_obligation_redacts_is_withheld()
    {
        using GuardedKernel kernel = new();
        KernelFunction stream = kernel.Function("card", "stream", () => new[] { "the number ", "is 4111" }.ToAsyncEnumerable());

        string withheld = Assert.Single(await ReadAsync(kernel.Kernel.InvokeStreamingAsync<string>(stream)));

        Assert.Equal("Executed: card.stream ran, and its result is withheld. Do not run it again; tell the user.", withheld);
    }

    [Fact]
    public async Task What_a_failing_body_says_is_withheld_with_the_result()
    {
        using GuardedKernel kernel = new();
        KernelFunction stream = kernel.Function("card", "stream", Failing);
        KernelFunction fail = kernel.Function("card", "fail", string () => throw new InvalidOperationException("card 4111"));

        KernelException e = await Assert.ThrowsAsync<KernelException>(() => ReadAsync(kernel.Kernel.InvokeStreamingAsync<string>(stream)));
        Assert.DoesNotContain("4111", e.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("Executed: card.fail ran", (await kernel.Kernel.InvokeAsync(fail)).ToString(), StringComparison.Ordinal);
        Assert.All(kernel.Audit.Entries.Where(entry => entry.Outcome != InvocationOutcome.Admitted), entry => Assert.Equal(InvocationOutcome.Unknown, entry.Outcome));
    }

    [Fact]
    public async Task An_exception_of_a_body_without_obligations_reaches_the_caller_as_it_is()
    {
        using GuardedKernel kernel = new();
        KernelFunction fail = kernel.Function("mail", "fail", string () => throw new InvalidOperationException("no such mail"));
        KernelFunction stream = kernel.Function("mail", "stream", Failing);

        Assert.Equal("no such mail", (await Assert.ThrowsAsync<InvalidOperationException>(() => kernel.Kernel.InvokeAsync(fail))).Message);
        Assert.Equal("card 4111", (await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync(kernel.Kernel.InvokeStreamingAsync<string>(stream)))).Message);
    }

    [Fact]
    public async Task Cancellation_is_not_swallowed_where_the_result_is_withheld()
    {
        using GuardedKernel kernel = new();
        using CancellationTokenSource source = new();
        KernelFunction wait = kernel.Function("card", "wait", async Task<string> (CancellationToken token) =>
        {
            await source.CancelAsync();
            token.ThrowIfCancellationRequested();
            return "";
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => kernel.Kernel.InvokeAsync(wait, cancellationToken: source.Token));
        Assert.Equal(InvocationOutcome.Unknown, kernel.Audit.Entries[^1].Outcome);
    }

    [Fact]
    public async Task An_abandoned_stream_stays_unknown()
    {
        using GuardedKernel kernel = new();
        KernelFunction stream = kernel.Function("mail", "stream", (int count) => Pieces(kernel, count));

        await foreach (string piece in kernel.Kernel.InvokeStreamingAsync<string>(stream, new() { ["count"] = 3 }))
        {
            Assert.Equal("1", piece);
            break;
        }

        Assert.Equal(["1"], kernel.Ran);
        Assert.Equal(InvocationOutcome.Unknown, kernel.Audit.Entries[^1].Outcome);
    }

    [Fact]
    public async Task A_body_acts_in_the_scope_that_was_decided_wherever_its_stream_is_read()
    {
        using GuardedKernel kernel = new();
        KernelFunction inner = kernel.Function("mail", "read", () => kernel.Run("mail"));
        KernelFunction stream = kernel.Function("mail", "stream", (Kernel k, CancellationToken token) => Calls(k, inner, token));
        IAsyncEnumerator<string> items = kernel.Kernel.InvokeStreamingAsync<string>(stream).GetAsyncEnumerator();
        Assert.True(await items.MoveNextAsync());

        Task<bool> elsewhere;
        using (ExecutionContext.SuppressFlow())
        {
            elsewhere = Task.Run(async () => AgentScope.Current is null && await items.MoveNextAsync());
        }

        Assert.True(await elsewhere);

        Assert.Equal("mail", items.Current);
        Assert.Equal(2, kernel.Ran.Count);
        await items.DisposeAsync();
    }

    [Fact]
    public async Task A_sequence_that_a_body_returns_runs_once()
    {
        using GuardedKernel kernel = new();
        KernelFunction list = kernel.Function("mail", "list", () => Lazy(kernel));

        Assert.Equal(["mail"], (await kernel.Kernel.InvokeAsync(list)).GetValue<IEnumerable<string>>()!);
        Assert.Equal(["ran"], kernel.Ran);
    }

    [Fact]
    public async Task A_sequence_that_fails_as_it_is_read_fails_as_the_body_would()
    {
        using GuardedKernel kernel = new();
        KernelFunction list = kernel.Function("mail", "list", () => Enumerable.Range(0, 3).Select(i => 6 / i));

        await Assert.ThrowsAsync<DivideByZeroException>(() => kernel.Kernel.InvokeAsync(list));
        Assert.Equal(InvocationOutcome.Unknown, kernel.Audit.Entries[^1].Outcome);
    }

    [Fact]
    public async Task Parallel_streams_do_not_share_a_decision()
    {
        using GuardedKernel kernel = new();
        KernelFunction transfer = kernel.Transfer;

        IReadOnlyList<string>[] read = await Task.WhenAll(Enumerable.Range(990, 20).Select(amount => Task.Run(() =>
            ReadAsync(kernel.Kernel.InvokeStreamingAsync<string>(transfer, new() { ["to"] = "ann", ["amount"] = amount })))));

        Assert.Equal(11, kernel.Ran.Count);
        Assert.Equal(9, read.Count(items => items[0].StartsWith("Not executed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_result_is_redacted_in_every_form()
    {
        using GuardedKernel kernel = new();
        object? result = null;
        KernelFunction read = kernel.Function("card", "read", () => result);
        async Task<object?> RedactAsync(object? value)
        {
            result = value;
            return (await kernel.Kernel.InvokeAsync(read)).GetValue<object>();
        }

        const string Redacted = """{"number":"[redacted]","name":"ann"}""";
        Assert.Equal(Redacted, await RedactAsync("""{"number":"4111","name":"ann"}"""));
        Assert.Equal(Redacted, await RedactAsync(new TextContent("""{"number":"4111","name":"ann"}""")));
        Assert.Equal(Redacted, (await RedactAsync(new Card("4111", "ann")))!.ToString());
        Assert.Equal(Redacted, (await RedactAsync(JsonElement.Parse("""{"number":"4111","name":"ann"}""")))!.ToString());
        Assert.StartsWith("Executed: card.read ran", (string)(await RedactAsync(new TextContent("{}", innerContent: new Card("4111", "ann"))))!, StringComparison.Ordinal);
        Assert.StartsWith("Executed: card.read ran", (string)(await RedactAsync("card 4111"))!, StringComparison.Ordinal);
    }

    /// <summary>What an MCP client makes of a result that has structured content: an envelope, while the tool's output schema speaks of what is inside.</summary>
    [Fact]
    public async Task What_an_output_schema_makes_optional_is_redacted_inside_an_envelope_or_withheld()
    {
        using GuardedKernel kernel = new();
        object? result = null;
        KernelReturnParameterMetadata returns = new() { Schema = KernelJsonSchema.Parse("""{"type":"object","properties":{"number":{"type":"string"}}}""") };
        KernelFunction read = KernelPluginFactory.CreateFromFunctions("card", [KernelFunctionFactory.CreateFromMethod(() => result, "read", returnParameter: returns)])["read"];
        async Task<string> RedactAsync(object? value)
        {
            result = value;
            return (await kernel.Kernel.InvokeAsync(read)).ToString();
        }

        const string Redacted =
            """
            {"number":"[redacted]"}
            {"number":"[redacted]","name":"ann"}
            """;
        JsonElement envelope = JsonElement.Parse("""{"content":[{"type":"text","text":"{\"number\":\"4111\"}"}],"structuredContent":{"number":"4111","name":"ann"}}""");
        Assert.Equal(Redacted, await RedactAsync(envelope));
        result = envelope;
        Assert.Equal(Redacted, string.Concat(await ReadAsync(kernel.Kernel.InvokeStreamingAsync(read))));
        Assert.Equal("""{"number":"[redacted]"}""", await RedactAsync(new Microsoft.Extensions.AI.TextContent("""{"number":"4111"}""")));
        foreach (object value in new object[] { new ChatMessageContent(AuthorRole.Assistant, "4111"), new Microsoft.Extensions.AI.ErrorContent("4111") })
        {
            Assert.StartsWith("Executed: card.read ran", await RedactAsync(value), StringComparison.Ordinal);
        }
    }

    internal static async Task<IReadOnlyList<T>> ReadAsync<T>(IAsyncEnumerable<T> stream)
    {
        List<T> items = [];
        await foreach (T item in stream)
        {
            items.Add(item);
        }

        return items;
    }

    private static async IAsyncEnumerable<string> Pieces(GuardedKernel kernel, int count)
    {
        for (int i = 1; i <= count; i++)
        {
            await Task.Yield();
            yield return kernel.Run($"{i}");
        }
    }

    private static async IAsyncEnumerable<string> Failing()
    {
        await Task.Yield();
        yield return "{";
        throw new InvalidOperationException("card 4111");
    }

    private static async IAsyncEnumerable<string> Calls(Kernel kernel, KernelFunction inner, [EnumeratorCancellation] CancellationToken token)
    {
        for (int i = 0; i < 2; i++)
        {
            yield return (await kernel.InvokeAsync(inner, cancellationToken: token)).ToString();
        }
    }

    private static IEnumerable<string> Lazy(GuardedKernel kernel)
    {
        kernel.Run("ran");
        yield return "mail";
    }

    private sealed record Card([property: System.Text.Json.Serialization.JsonPropertyName("number")] string Number, [property: System.Text.Json.Serialization.JsonPropertyName("name")] string Name);
}

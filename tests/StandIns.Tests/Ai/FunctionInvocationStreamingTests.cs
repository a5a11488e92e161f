using static StandIns.Tests.FunctionInvocationLoopTests;
using static StandIns.Tests.ScriptedChatClient;

namespace StandIns.Tests;

public sealed class FunctionInvocationStreamingTests
{
    [Fact]
    public async Task Calls_and_results_are_streamed_as_they_come()
    {
        var model = new ScriptedChatClient(Says(new TextContent("wait"), Call("go")), Says("done"));
        using var client = new FunctionInvokingChatClient(model);

        List<ChatResponseUpdate> updates = await client.GetStreamingResponseAsync("go", With(AIFunctionFactory.Create(() => "ran", "go"))).ToListAsync();

        Assert.Equal(
            [typeof(TextContent), typeof(FunctionCallContent), typeof(FunctionResultContent), typeof(TextContent)],
            updates.SelectMany(u => u.Contents).Select(c => c.GetType()));
        Assert.Equal("ran", model.Requests[1].ResultOf("1")!.ToString());
    }

    [Fact]
    public async Task The_context_says_that_it_is_streaming()
    {
        bool? streaming = null;
        using var client = new FunctionInvokingChatClient(new ScriptedChatClient(Says(Call("go")), Says("done")))
        {
            FunctionInvoker = (context, _) =>
            {
                streaming = context.IsStreaming;
                return new("x");
            },
        };

        await client.GetStreamingResponseAsync("go", With(AIFunctionFactory.Create(() => 1, "go"))).ToListAsync();

        Assert.True(streaming);
    }

    [Fact]
    public async Task From_the_first_call_on_updates_wait_for_the_end_of_the_response()
    {
        bool ended = false;
        IChatClient model = new ScriptedChatClient().AsBuilder()
            .Use(null, (_, options, _, _) => Stream(options))
            .Build();
        using var client = new FunctionInvokingChatClient(model) { MaximumIterationsPerRequest = 1 };
        List<bool> endedAtUpdate = [];

        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("go", With(AIFunctionFactory.Create(() => 1, "go"))))
        {
            endedAtUpdate.Add(ended);
        }

        Assert.Equal([false, true, true, true, true], endedAtUpdate);

        async IAsyncEnumerable<ChatResponseUpdate> Stream(ChatOptions? options)
        {
            await Task.Yield();
            yield return new ChatResponseUpdate(ChatRole.Assistant, "before");
            if (options?.Tools is not null)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, [Call("go")]);
                yield return new ChatResponseUpdate(ChatRole.Assistant, "after");
            }

            ended = true;
        }
    }

    [Fact]
    public async Task What_an_outer_streaming_client_sets_is_gone_when_the_function_runs()
    {
        var local = new AsyncLocal<string?>();
        string? seen = "not run";
        var model = new ScriptedChatClient(Says(new TextContent("wait"), Call("go")), Says("done"));
        IChatClient client = model.AsBuilder()
            .Use(null, (messages, options, inner, cancellationToken) => Outer(inner.GetStreamingResponseAsync(messages, options, cancellationToken)))
            .UseFunctionInvocation()
            .Build();

        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("go", With(AIFunctionFactory.Create(() => { seen = local.Value; }, "go"))))
        {
            await Task.Yield();
        }

        Assert.Null(seen);

        async IAsyncEnumerable<ChatResponseUpdate> Outer(IAsyncEnumerable<ChatResponseUpdate> updates)
        {
            local.Value = "set by the outer client";
            await foreach (ChatResponseUpdate update in updates)
            {
                yield return update;
            }
        }
    }
}

using Microsoft.Extensions.AI;

namespace AgentGuard.Testing.Tests;

public sealed class ScriptedChatClientTests
{
    [Fact]
    public async Task It_plays_its_turns_in_order_and_remembers_what_it_was_shown()
    {
        using ScriptedChatClient model = new ScriptedChatClient().Says("one").Calls(("a", new { x = 1 }), ("b", null));

        Assert.Equal("one", (await model.GetResponseAsync("hello")).Text);
        IList<AIContent> calls = (await model.GetResponseAsync("again")).Messages[0].Contents;

        Assert.Equal(["a", "b"], calls.Cast<FunctionCallContent>().Select(call => call.Name));
        Assert.Equal(["call_1", "call_2"], calls.Cast<FunctionCallContent>().Select(call => call.CallId));
        Assert.Equal(["hello", "again"], model.Requests.Select(request => request[0].Text));
    }

    [Fact]
    public async Task It_streams_what_it_would_say()
    {
        using ScriptedChatClient model = new ScriptedChatClient().Calls(("a", null), ("b", null));

        ChatResponse streamed = await model.GetStreamingResponseAsync("hello").ToChatResponseAsync();

        Assert.Equal(2, streamed.Messages.Single().Contents.OfType<FunctionCallContent>().Count());
    }

    [Fact]
    public async Task A_script_that_is_over_says_so()
    {
        using ScriptedChatClient model = new();

        await Assert.ThrowsAsync<InvalidOperationException>(() => model.GetResponseAsync("hello"));
    }
}

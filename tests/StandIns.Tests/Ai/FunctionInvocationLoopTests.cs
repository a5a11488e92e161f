using Microsoft.Extensions.DependencyInjection;
using static StandIns.Tests.ScriptedChatClient;

namespace StandIns.Tests;

public sealed class FunctionInvocationLoopTests
{
    [Fact]
    public async Task The_result_of_a_call_is_sent_back_and_all_messages_are_returned()
    {
        var model = new ScriptedChatClient(Says(Call("add", "1", ("a", 1), ("b", 2))), Says("3"));
        using var client = new FunctionInvokingChatClient(model);

        ChatResponse response = await client.GetResponseAsync("1 + 2?", With(AIFunctionFactory.Create((int a, int b) => a + b, "add")));

        Assert.Equal("3", model.Requests[1].ResultOf("1")!.ToString());
        Assert.Equal([ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant], response.Messages.Select(m => m.Role));
        Assert.True(response.Messages[0].Contents.OfType<FunctionCallContent>().Single().InformationalOnly);
    }

    [Fact]
    public void The_limits_are_forty_iterations_and_three_errors()
    {
        using var client = new FunctionInvokingChatClient(new ScriptedChatClient());

        Assert.Equal((40, 3), (client.MaximumIterationsPerRequest, client.MaximumConsecutiveErrorsPerRequest));
        Assert.Throws<ArgumentOutOfRangeException>(() => client.MaximumIterationsPerRequest = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => client.MaximumConsecutiveErrorsPerRequest = -1);
    }

    [Fact]
    public async Task The_last_request_offers_no_functions_and_its_calls_are_not_run()
    {
        int ran = 0;
        var model = new ScriptedChatClient(Says(Call("go")));
        using var client = new FunctionInvokingChatClient(model) { MaximumIterationsPerRequest = 2 };

        ChatResponse response = await client.GetResponseAsync("go", With(AIFunctionFactory.Create(() => ran++, "go")));

        Assert.Equal((2, 3), (ran, model.Requests.Count));
        Assert.Null(model.Requests[2].Options!.Tools);
        Assert.False(response.Messages[^1].Contents.OfType<FunctionCallContent>().Single().InformationalOnly);
    }

    [Fact]
    public async Task A_refusal_that_is_null_is_reported_as_a_success()
    {
        var model = new ScriptedChatClient(Says(Call("go")), Says("done"));
        using var client = new FunctionInvokingChatClient(model) { FunctionInvoker = (_, _) => new((object?)null) };

        await client.GetResponseAsync("go", With(AIFunctionFactory.Create(() => 1, "go")));

        Assert.Equal("Success: Function completed.", model.Requests[1].ResultOf("1"));
    }

    [Fact]
    public async Task An_invoker_takes_the_place_of_the_function()
    {
        bool ran = false;
        FunctionInvocationContext? seen = null;
        var model = new ScriptedChatClient(Says(Call("go", "7", ("x", 5))), Says("done"));
        using var client = new FunctionInvokingChatClient(model)
        {
            FunctionInvoker = (context, _) =>
            {
                seen = context;
                return new("refused");
            },
        };

        await client.GetResponseAsync("go", With(AIFunctionFactory.Create((int x) => ran = true, "go")));

        Assert.False(ran);
        Assert.Equal("refused", model.Requests[1].ResultOf("7"));
        Assert.Equal(("7", 0, 0, 1, false), (seen!.CallContent.CallId, seen.Iteration, seen.FunctionCallIndex, seen.FunctionCount, seen.IsStreaming));
        Assert.Equal(5, seen.Arguments["x"]);
    }

    [Fact]
    public async Task A_function_gets_arguments_and_services_and_no_call_id()
    {
        using ServiceProvider services = new ServiceCollection().BuildServiceProvider();
        AIFunctionArguments? seen = null;
        var model = new ScriptedChatClient(Says(Call("go", "7", ("x", 5))), Says("done"));
        using var client = new FunctionInvokingChatClient(model, null, services);

        await client.GetResponseAsync("go", With(AIFunctionFactory.Create((AIFunctionArguments all) => { seen = all; }, "go")));

        Assert.Same(services, seen!.Services);
        Assert.Equal(["x"], seen.Keys);
        Assert.Null(seen.Context);
    }

    [Fact]
    public async Task The_context_of_a_call_is_ambient_while_its_function_runs()
    {
        string? callId = null;
        var model = new ScriptedChatClient(Says(Call("go", "7")), Says("done"));
        using var client = new FunctionInvokingChatClient(model);

        await client.GetResponseAsync(
            "go", With(AIFunctionFactory.Create(() => { callId = FunctionInvokingChatClient.CurrentContext?.CallContent.CallId; }, "go")));

        Assert.Equal("7", callId);
        Assert.Null(FunctionInvokingChatClient.CurrentContext);
    }

    [Fact]
    public async Task Terminate_ends_the_loop_and_leaves_the_next_call_without_a_result()
    {
        int ran = 0;
        var model = new ScriptedChatClient(Says(Call("go", "1"), Call("go", "2")));
        using var client = new FunctionInvokingChatClient(model)
        {
            FunctionInvoker = (context, _) =>
            {
                ran++;
                context.Terminate = true;
                return new("stop");
            },
        };

        ChatResponse response = await client.GetResponseAsync("go", With(AIFunctionFactory.Create(() => 1, "go")));

        Assert.Equal((1, 1), (ran, model.Requests.Count));
        Assert.Equal("1", response.Messages[^1].Contents.OfType<FunctionResultContent>().Single().CallId);
    }

    [Fact]
    public async Task In_parallel_every_call_runs_in_spite_of_Terminate()
    {
        int ran = 0;
        var model = new ScriptedChatClient(Says(Call("go", "1"), Call("go", "2")));
        using var client = new FunctionInvokingChatClient(model)
        {
            AllowConcurrentInvocation = true,
            FunctionInvoker = async (context, _) =>
            {
                context.Terminate = true;
                await Task.Yield();
                return Interlocked.Increment(ref ran);
            },
        };

        await client.GetResponseAsync("go", With(AIFunctionFactory.Create(() => 1, "go")));

        Assert.Equal((2, 1), (ran, model.Requests.Count));
    }

    [Fact]
    public async Task A_required_tool_mode_holds_for_the_first_request_only()
    {
        var model = new ScriptedChatClient(Says(Call("go")), Says("done"));
        using var client = new FunctionInvokingChatClient(model);
        ChatOptions options = With(AIFunctionFactory.Create(() => 1, "go"));
        options.ToolMode = ChatToolMode.RequireAny;

        await client.GetResponseAsync("go", options);

        Assert.Equal(ChatToolMode.RequireAny, model.Requests[0].Options!.ToolMode);
        Assert.Null(model.Requests[1].Options!.ToolMode);
    }

    [Fact]
    public async Task A_service_that_keeps_the_conversation_is_sent_only_what_is_new()
    {
        var model = new ScriptedChatClient(
            _ => new ChatResponse(new ChatMessage(ChatRole.Assistant, [Call("go")])) { ConversationId = "c" },
            Says("done"));
        using var client = new FunctionInvokingChatClient(model);

        await client.GetResponseAsync("go", With(AIFunctionFactory.Create(() => 1, "go")));

        Assert.Equal("c", model.Requests[1].Options!.ConversationId);
        Assert.Equal(ChatRole.Tool, Assert.Single(model.Requests[1].Messages).Role);
    }

    [Fact]
    public async Task Usage_is_added_up_over_the_requests()
    {
        var model = new ScriptedChatClient(
            _ => new ChatResponse(new ChatMessage(ChatRole.Assistant, [Call("go")])) { Usage = new() { InputTokenCount = 2 } },
            _ => new ChatResponse(new ChatMessage(ChatRole.Assistant, "done")) { Usage = new() { InputTokenCount = 3 } });
        using var client = new FunctionInvokingChatClient(model);

        ChatResponse response = await client.GetResponseAsync("go", With(AIFunctionFactory.Create(() => 1, "go")));

        Assert.Equal(5, response.Usage!.InputTokenCount);
    }

    internal static ChatOptions With(params AITool[] tools) => new() { Tools = [.. tools] };
}

using static StandIns.Tests.FunctionInvocationLoopTests;
using static StandIns.Tests.ScriptedChatClient;

namespace StandIns.Tests;

public sealed class FunctionInvocationToolTests
{
    [Fact]
    public async Task A_call_to_an_unknown_function_is_answered_with_an_error()
    {
        var model = new ScriptedChatClient(Says(Call("missing")), Says("done"));
        using var client = new FunctionInvokingChatClient(model);

        await client.GetResponseAsync("go");

        Assert.Equal("Error: Requested function \"missing\" not found.", model.Requests[1].ResultOf("1"));
    }

    [Fact]
    public async Task A_call_to_an_unknown_function_can_end_the_loop_with_none_of_the_calls_run()
    {
        int ran = 0;
        var model = new ScriptedChatClient(Says(Call("go", "1"), Call("missing", "2")));
        using var client = new FunctionInvokingChatClient(model) { TerminateOnUnknownCalls = true };

        ChatResponse response = await client.GetResponseAsync("go", With(AIFunctionFactory.Create(() => ran++, "go")));

        Assert.Equal((0, 1), (ran, model.Requests.Count));
        Assert.All(response.Messages[^1].Contents.OfType<FunctionCallContent>(), call => Assert.False(call.InformationalOnly));
    }

    [Fact]
    public async Task A_declaration_without_a_body_is_left_to_the_caller()
    {
        var model = new ScriptedChatClient(Says(Call("go")));
        using var client = new FunctionInvokingChatClient(model);

        await client.GetResponseAsync("go", With(AIFunctionFactory.Create(() => 1, "go").AsDeclarationOnly()));

        Assert.Single(model.Requests);
    }

    [Fact]
    public async Task Names_are_compared_with_regard_to_case()
    {
        var model = new ScriptedChatClient(Says(Call("GO")), Says("done"));
        using var client = new FunctionInvokingChatClient(model);

        await client.GetResponseAsync("go", With(AIFunctionFactory.Create(() => 1, "go")));

        Assert.Equal("Error: Requested function \"GO\" not found.", model.Requests[1].ResultOf("1"));
    }

    [Fact]
    public async Task Additional_tools_run_though_the_model_was_not_told_of_them()
    {
        var model = new ScriptedChatClient(Says(Call("hidden")), Says("done"));
        using var client = new FunctionInvokingChatClient(model) { AdditionalTools = [AIFunctionFactory.Create(() => "hidden ran", "hidden")] };

        await client.GetResponseAsync("go");

        Assert.Null(model.Requests[0].Options);
        Assert.Equal("hidden ran", model.Requests[1].ResultOf("1")!.ToString());
    }

    [Fact]
    public async Task The_tools_of_the_options_go_before_additional_tools_of_the_same_name()
    {
        var model = new ScriptedChatClient(Says(Call("go")), Says("done"));
        using var client = new FunctionInvokingChatClient(model) { AdditionalTools = [AIFunctionFactory.Create(() => "additional", "go")] };

        await client.GetResponseAsync("go", With(AIFunctionFactory.Create(() => "options", "go")));

        Assert.Equal("options", model.Requests[1].ResultOf("1")!.ToString());
    }

    [Fact]
    public async Task A_tool_that_is_added_in_mid_loop_can_be_called()
    {
        ChatOptions options = new();
        options.Tools = [AIFunctionFactory.Create(() => { options.Tools!.Add(AIFunctionFactory.Create(() => "late ran", "late")); }, "go")];
        var model = new ScriptedChatClient(Says(Call("go", "1")), Says(Call("late", "2")), Says("done"));
        using var client = new FunctionInvokingChatClient(model);

        await client.GetResponseAsync("go", options);

        Assert.Equal("late ran", model.Requests[2].ResultOf("2")!.ToString());
    }

    [Fact]
    public async Task The_inner_client_shares_the_list_of_tools_and_can_change_what_runs()
    {
        var model = new ScriptedChatClient(
            request =>
            {
                request.Options!.Tools![0] = AIFunctionFactory.Create(() => "replaced", "go");
                return Says(Call("go"))(request);
            },
            Says("done"));
        using var client = new FunctionInvokingChatClient(model);
        ChatOptions options = With(AIFunctionFactory.Create(() => "original", "go"));

        await client.GetResponseAsync("go", options);

        Assert.Same(options.Tools, model.Requests[0].Options!.Tools);
        Assert.Equal("replaced", model.Requests[1].ResultOf("1")!.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_with_its_result_counts_as_handled_by_the_provider(bool streaming)
    {
        int ran = 0;
        var model = new ScriptedChatClient(Says(Call("go"), new FunctionResultContent("1", "by the server"), new TextContent("done")));
        using var client = new FunctionInvokingChatClient(model);
        ChatOptions options = With(AIFunctionFactory.Create(() => ran++, "go"));

        ChatResponse response = streaming
            ? await client.GetStreamingResponseAsync("go", options).ToChatResponseAsync()
            : await client.GetResponseAsync("go", options);

        Assert.Equal((0, 1), (ran, model.Requests.Count));
        Assert.True(response.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().Single().InformationalOnly);
    }

    [Fact]
    public async Task A_call_that_is_for_information_only_is_not_run()
    {
        int ran = 0;
        FunctionCallContent call = Call("go");
        call.InformationalOnly = true;
        using var client = new FunctionInvokingChatClient(new ScriptedChatClient(Says(call)));

        await client.GetResponseAsync("go", With(AIFunctionFactory.Create(() => ran++, "go")));

        Assert.Equal(0, ran);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_second_invoking_client_further_out_executes_what_the_inner_one_leaves_open(bool streaming)
    {
        List<string> ran = [];
        var model = new ScriptedChatClient(Says(Call("go", "1"), Call("go", "2")), Says("done"));
        using var inner = new FunctionInvokingChatClient(model) { FunctionInvoker = (context, _) => { ran.Add("inner"); context.Terminate = true; return new("x"); } };
        using var outer = new FunctionInvokingChatClient(inner) { FunctionInvoker = (_, _) => { ran.Add("outer"); return new("x"); } };
        ChatOptions options = With(AIFunctionFactory.Create(() => 1, "go"));

        _ = streaming
            ? await outer.GetStreamingResponseAsync("go", options).ToChatResponseAsync()
            : await outer.GetResponseAsync("go", options);

        Assert.Equal(["inner", "outer"], ran);
    }

    [Fact]
    public async Task A_second_invoking_client_further_in_executes_first()
    {
        List<string> ran = [];
        var model = new ScriptedChatClient(Says(Call("go")), Says("done"));
        using var inner = new FunctionInvokingChatClient(model) { FunctionInvoker = (_, _) => { ran.Add("inner"); return new("x"); } };
        using var outer = new FunctionInvokingChatClient(inner) { FunctionInvoker = (_, _) => { ran.Add("outer"); return new("x"); } };

        await outer.GetResponseAsync("go", With(AIFunctionFactory.Create(() => 1, "go")));

        Assert.Equal(["inner"], ran);
    }
}

using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI.Tests;

/// <summary>The ways around the guard that lead through the pipeline itself.</summary>
public sealed class BypassTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Additional_tools_of_the_layer_do_not_run(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        pipeline.Invoking.AdditionalTools = [pipeline.Tool("hidden"), new ApprovalRequiredAIFunction(pipeline.Tool("pay2"))];
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("hidden", new { amount = 1 }).Calls("pay2", new { amount = 1 }).Says("done");

        await pipeline.SayAsync("go");
        await pipeline.AnswerAsync(approved: true);

        Assert.Empty(pipeline.Ran);
        Assert.Equal("Not executed: hidden is not a tool of this conversation.", pipeline.Told("call_1"));
        Assert.Equal("Not executed: pay2 is not a tool of this conversation.", pipeline.Told("call_2"));
        Assert.DoesNotContain(pipeline.Audit, entry => entry.Outcome is InvocationOutcome.Succeeded or InvocationOutcome.Admitted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Additional_tools_do_not_take_the_place_of_the_conversation_s(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        using Pipeline other = new(streaming, pipeline.Guard);
        pipeline.Invoking.AdditionalTools = [other.Tool("echo"), other.Tool("drop")];
        pipeline.Invoking.TerminateOnUnknownCalls = true;
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls(("echo", new { amount = 1 }), ("drop", new { amount = 2 }), ("nowhere", null)).Says("done");

        await pipeline.SayAsync("go");

        Assert.Equal(["echo(1)"], pipeline.Ran);
        Assert.Empty(other.Ran);
        Assert.Equal("Not executed: nowhere is not a tool of this conversation.", pipeline.Told("call_3"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_layer_of_the_factory_that_answers_in_the_model_s_place_leaves_additional_tools_to_the_host(bool streaming)
    {
        ChatMessage call = new(ChatRole.Assistant, [new FunctionCallContent("call_9", "hidden", new Dictionary<string, object?> { ["amount"] = 9 }), new FunctionCallContent("call_8", "drop", new Dictionary<string, object?> { ["amount"] = 8 })]);
        using Pipeline other = new(streaming);
        using Pipeline pipeline = new(
            streaming,
            other.Guard,
            invoke: inner => new FunctionInvokingChatClient(new Answering(inner, call)) { AdditionalTools = [other.Tool("hidden")] });
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Says("done");

        await pipeline.SayAsync("go");

        // The host's to close: a cache belongs behind the guard, with the model.
        Assert.Equal(["hidden(9)"], other.Ran);
        Assert.Empty(pipeline.Ran);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_background_response_that_goes_on_is_guarded(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
#pragma warning disable MEAI001 // experimental, and a way to have the options copied under way
        pipeline.Options!.AllowBackgroundResponses = true;
        pipeline.Options.ContinuationToken = ResponseContinuationToken.FromBytes(new byte[] { 1 });
#pragma warning restore MEAI001
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls(("echo", new { amount = 1 }), ("drop", new { amount = 2 })).Calls("pay", new { amount = 5000 });

        await pipeline.SayAsync("go");

        Assert.Equal(["echo(1)"], pipeline.Ran);
        Assert.Single(pipeline.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_that_the_model_s_client_made_itself_is_decided_when_it_is_answered(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        using AgentScope run = Pipeline.Begin();
        pipeline.Model
            .Turn(_ => new ChatMessage(ChatRole.Assistant, [Request("drop", 2), Request("pay", 5000), Request("echo", 1)]))
            .Says("done");

        await pipeline.SayAsync("go");
        await pipeline.AnswerAsync(approved: true);

        Assert.Equal(["echo(1)"], pipeline.Ran);

        static ToolApprovalRequestContent Request(string name, long amount) =>
            new($"request_{name}", new FunctionCallContent($"call_{name}", name, new Dictionary<string, object?> { ["amount"] = amount }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tools_that_a_body_adds_are_guarded_at_once(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        pipeline.Options = new ChatOptions
        {
            Tools =
            [
                AIFunctionFactory.Create(
                    () =>
                    {
                        IList<AITool> tools = FunctionInvokingChatClient.CurrentContext!.Options!.Tools!;
                        tools.Insert(0, pipeline.Tool("drop"));
                        tools.Insert(0, new HostedCodeInterpreterTool());
                        tools[^1] = pipeline.Tool("drop");
                        return "added";
                    },
                    "echo"),
                pipeline.Tool("send"),
            ],
        };
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls(("echo", null), ("drop", new { amount = 1 })).Calls("drop", new { amount = 2 }).Says("done");

        await pipeline.SayAsync("go");

        Assert.Empty(pipeline.Ran);
        Assert.StartsWith("Not executed: local.drop was denied.", pipeline.Told("call_3"), StringComparison.Ordinal);
        Assert.DoesNotContain(pipeline.Model.Tools, tool => tool is HostedCodeInterpreterTool);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_invokes_the_function_it_is_decided(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        pipeline.Invoking.FunctionInvoker = (context, token) => new ValueTask<object?>(Task.Factory.StartNew(
            async () =>
            {
                using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
                return await Task.Run(async () => await context.Function.InvokeAsync(context.Arguments, token));
            },
            token).Unwrap());
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls(("drop", new { amount = 1 }), ("echo", new { amount = 2 })).Says("done");

        await pipeline.SayAsync("go");

        Assert.Equal(["echo(2)"], pipeline.Ran);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_layers_that_invoke_functions_are_both_guarded(bool streaming)
    {
        using Pipeline pipeline = new(streaming, invoke: inner => new FunctionInvokingChatClient(new FunctionInvokingChatClient(inner)));
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls(("drop", new { amount = 1 }), ("echo", new { amount = 2 })).Calls("pay", new { amount = 5000 }).Says("done");

        await pipeline.SayAsync("go");

        Assert.Equal(["echo(2)"], pipeline.Ran);
        Assert.Single(pipeline.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_layer_that_copies_the_options_shares_the_guarded_list(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        using Pipeline copying = new(
            streaming,
            pipeline.Guard,
            invoke: inner => new FunctionInvokingChatClient(new Copying(inner)) { AdditionalTools = [pipeline.Tool("hidden")] });
        using AgentScope run = Pipeline.Begin();
        copying.Model.Calls(("hidden", new { amount = 1 }), ("echo", new { amount = 2 })).Calls("drop", new { amount = 3 }).Says("done");

        await copying.SayAsync("go");

        Assert.Empty(pipeline.Ran);
        Assert.Equal(["echo(2)"], copying.Ran);
    }

    [Fact]
    public async Task A_body_that_replaces_the_list_is_seen_when_the_model_is_asked_again()
    {
        using Pipeline pipeline = new();
        pipeline.Options = new ChatOptions
        {
            Tools =
            [
                AIFunctionFactory.Create(() => { FunctionInvokingChatClient.CurrentContext!.Options!.Tools = [pipeline.Tool("drop")]; }, "echo"),
            ],
        };
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls(("echo", null), ("drop", new { amount = 1 })).Calls("drop", new { amount = 2 }).Says("done");

        await pipeline.SayAsync("go");

        // The host's to close: change the list that is there.
        Assert.Equal(["drop(1)"], pipeline.Ran);
    }

    [Fact]
    public void A_client_that_invokes_functions_already_is_refused()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => new Pipeline(model: client => new FunctionInvokingChatClient(client)));
        Assert.Contains("invokes functions already", fault.Message, StringComparison.Ordinal);

        using Pipeline guarded = new();
        Assert.Throws<ArgumentException>(() => guarded.Client.WithAgentGuard(guarded.Guard, inner => new FunctionInvokingChatClient(inner)));
    }

    [Fact]
    public void A_layer_that_does_not_use_the_client_it_is_given_is_refused()
    {
        using Pipeline other = new();
        Assert.Throws<ArgumentException>(() => new Pipeline(invoke: _ => new FunctionInvokingChatClient(other.Model)));
        Assert.Throws<ArgumentException>(() => new Pipeline(invoke: _ => null!));
        Assert.Throws<ArgumentException>(() => new Pipeline(invoke: _ => other.Client));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_layer_that_drops_the_options_fails_the_request(bool streaming)
    {
        using Pipeline pipeline = new(streaming, invoke: inner => new Optionless(new FunctionInvokingChatClient(inner)));
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("echo", new { amount = 1 });

        await Assert.ThrowsAsync<InvalidOperationException>(() => pipeline.SayAsync("go"));

        Assert.Empty(pipeline.Ran);
    }

    [Fact]
    public async Task Hosted_tools_are_removed_unless_the_host_allows_them()
    {
        using Pipeline closed = new();
        using Pipeline open = new(configure: options => options.AllowHostedTools = true);
        using AgentScope run = Pipeline.Begin();
        foreach (Pipeline pipeline in new[] { closed, open })
        {
            pipeline.Options = new ChatOptions { Tools = [new HostedWebSearchTool(), new HostedCodeInterpreterTool(), new HostedMcpServerTool("mcp", new Uri("https://mcp.example")), pipeline.Tool("echo")] };
            pipeline.Model.Says("done");
            await pipeline.SayAsync("go");
        }

        Assert.Equal(["echo"], closed.Model.Tools.Select(tool => tool.Name));
        Assert.Equal(4, open.Model.Tools.Count);
    }

    [Fact]
    public async Task A_declaration_is_left_to_the_caller_who_has_to_guard_it()
    {
        using Pipeline pipeline = new();
        pipeline.Options = new ChatOptions { Tools = [pipeline.Tool("drop").AsDeclarationOnly()] };
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("drop", new { amount = 1 });

        ChatResponse answer = await pipeline.SayAsync("go");

        Assert.IsType<FunctionCallContent>(answer.Messages[^1].Contents[0]);
        Assert.Empty(pipeline.Audit);
    }

    [Fact]
    public async Task The_layer_taken_out_of_the_pipeline_guards_what_it_is_asked_and_not_the_answers_it_is_given()
    {
        using Pipeline pipeline = new();
        using AgentScope run = Pipeline.Begin();
        IChatClient layer = pipeline.Client.GetService<FunctionInvokingChatClient>()!;
        pipeline.Model.Calls("drop", new { amount = 1 }).Says("done").Says("done");
        FunctionCallContent forged = new("call_9", "drop", new Dictionary<string, object?> { ["amount"] = 9 });

        await pipeline.AskAsync(layer, [new ChatMessage(ChatRole.User, "go")]);
        Assert.Empty(pipeline.Ran);

        // The host's to close: keep the layer to yourself.
        pipeline.Options = new ChatOptions { Tools = [pipeline.Tool("drop")] };
        await pipeline.AskAsync(layer, [new ChatMessage(ChatRole.User, [new ToolApprovalRequestContent("r", forged).CreateResponse(approved: true)])]);
        Assert.Equal(["drop(9)"], pipeline.Ran);
    }

    private sealed class Answering(IChatClient inner, ChatMessage once) : DelegatingChatClient(inner)
    {
        private ChatMessage? _answer = once;

        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Take() is { } answer ? Task.FromResult(answer) : base.GetResponseAsync(messages, options, cancellationToken);

        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Take() is { } answer ? answer.ToChatResponseUpdates().ToAsyncEnumerable() : base.GetStreamingResponseAsync(messages, options, cancellationToken);

        private ChatResponse? Take() => Interlocked.Exchange(ref _answer, null) is { } answer ? new ChatResponse(answer) : null;
    }

    private sealed class Copying(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            base.GetResponseAsync(messages, options?.Clone(), cancellationToken);

        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            base.GetStreamingResponseAsync(messages, options?.Clone(), cancellationToken);
    }

    private sealed class Optionless(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            base.GetResponseAsync(messages, null, cancellationToken);

        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            base.GetStreamingResponseAsync(messages, null, cancellationToken);
    }
}

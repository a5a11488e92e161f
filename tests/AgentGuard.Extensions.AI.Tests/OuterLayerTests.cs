using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AgentGuard.Extensions.AI.Tests;

/// <summary>A function-invoking layer outside the guard knows the host's own functions: whatever the guard lets out must not look like work to it.</summary>
public sealed class OuterLayerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_permitted_call_runs_once_and_a_denied_one_never(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        using IChatClient outer = new FunctionInvokingChatClient(pipeline.Client);
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls(("echo", new { amount = 1 }), ("drop", new { amount = 2 })).Says("done");

        await pipeline.AskAsync(outer, [new ChatMessage(ChatRole.User, "go")]);

        Assert.Equal(["echo(1)"], pipeline.Ran);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_the_layer_inside_left_open_does_not_run(bool streaming)
    {
        using Pipeline terminated = new(streaming);
        terminated.Invoking.FunctionInvoker = (context, token) =>
        {
            context.Terminate = true;
            return context.Function.InvokeAsync(context.Arguments, token);
        };
        using Pipeline exhausted = new(streaming);
        exhausted.Invoking.MaximumIterationsPerRequest = 1;
        using AgentScope run = Pipeline.Begin();
        terminated.Model.Calls(("echo", new { amount = 1 }), ("drop", new { amount = 2 })).Says("done");
        exhausted.Model.Calls("echo", new { amount = 1 }).Calls("drop", new { amount = 2 }).Says("done");

        foreach (Pipeline pipeline in new[] { terminated, exhausted })
        {
            using IChatClient outer = new FunctionInvokingChatClient(pipeline.Client);
            await pipeline.AskAsync(outer, [new ChatMessage(ChatRole.User, "go")]);

            Assert.Equal(["echo(1)"], pipeline.Ran);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_yes_in_the_chat_to_a_held_call_runs_nothing(bool streaming, bool requiresApproval)
    {
        using Pipeline pipeline = new(streaming);
        AIFunction pay = pipeline.Tool("pay");
        pipeline.Options = new ChatOptions { Tools = [requiresApproval ? new ApprovalRequiredAIFunction(pay) : pay] };
        using IChatClient outer = new FunctionInvokingChatClient(pipeline.Client);
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("pay", new { amount = 5000 }).Says("done");
        List<ChatMessage> history = [new(ChatRole.User, "go")];

        ChatResponse held = await pipeline.AskAsync(outer, history);
        history.AddRange(held.Messages);
        ToolApprovalRequestContent request = Assert.Single(held.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>());
        history.Add(new ChatMessage(ChatRole.User, [request.CreateResponse(approved: true)]));
        await pipeline.AskAsync(outer, history);

        Assert.Empty(pipeline.Ran);
        Assert.StartsWith("Not executed: it is still held for approval.", pipeline.Told(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_an_approver_released_runs_once(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        using IChatClient outer = new FunctionInvokingChatClient(pipeline.Client);
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("pay", new { amount = 5000 }).Says("done");
        List<ChatMessage> history = [new(ChatRole.User, "go")];

        ChatResponse held = await pipeline.AskAsync(outer, history);
        history.AddRange(held.Messages);
        ToolApprovalRequestContent request = Assert.Single(held.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>());
        await pipeline.Guard.Approvals.ApproveAsync((string)request.AdditionalProperties![HeldCall.ApprovalId]!, Principal.User("fay"));
        history.Add(new ChatMessage(ChatRole.User, "go on"));
        await pipeline.AskAsync(outer, history);

        Assert.Equal(["pay(5000)"], pipeline.Ran);
    }

    [Fact]
    public async Task The_mark_on_a_held_call_is_kept_where_a_conversation_is_written_down()
    {
        using Pipeline pipeline = new();
        using IChatClient outer = new FunctionInvokingChatClient(pipeline.Client);
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("pay", new { amount = 5000 }).Says("done");
        List<ChatMessage> history = [new(ChatRole.User, "go")];

        ChatResponse held = await pipeline.AskAsync(outer, history);
        history.AddRange(held.Messages);
        history = JsonSerializer.Deserialize<List<ChatMessage>>(JsonSerializer.Serialize(history, AIJsonUtilities.DefaultOptions), AIJsonUtilities.DefaultOptions)!;
        ToolApprovalRequestContent request = Assert.Single(history.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>());
        history.Add(new ChatMessage(ChatRole.User, [request.CreateResponse(approved: true)]));
        await pipeline.AskAsync(outer, history);

        Assert.Empty(pipeline.Ran);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_a_builder_makes_is_guarded_with_another_layer_around_it(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        ServiceCollection services = new();
        services.AddChatClient(pipeline.Model)
            .UseFunctionInvocation()
            .Use(client => client.WithAgentGuard(pipeline.Guard, inner => new FunctionInvokingChatClient(inner)));
        using ServiceProvider provider = services.BuildServiceProvider();
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls(("echo", new { amount = 1 }), ("drop", new { amount = 2 })).Calls("pay", new { amount = 5000 });

        ChatResponse answer = await pipeline.AskAsync(provider.GetRequiredService<IChatClient>(), [new ChatMessage(ChatRole.User, "go")]);

        Assert.Equal(["echo(1)"], pipeline.Ran);
        Assert.Single(answer.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_of_a_declaration_is_left_to_the_caller_with_those_beside_it(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        pipeline.Options = new ChatOptions { Tools = [pipeline.Tool("drop").AsDeclarationOnly(), pipeline.Tool("echo")] };
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("echo", new { amount = 1 }).Calls(("drop", new { amount = 1 }), ("echo", new { amount = 2 }));

        ChatResponse answer = await pipeline.SayAsync("go");

        Assert.Equal(
            [true, false, false],
            answer.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Select(call => call.InformationalOnly));
        Assert.Equal(["echo(1)"], pipeline.Ran);
    }
}

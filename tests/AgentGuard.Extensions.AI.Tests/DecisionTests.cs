using System.Diagnostics;
using Microsoft.Extensions.AI;
using static AgentGuard.Principal;

namespace AgentGuard.Extensions.AI.Tests;

/// <summary>Calls that are permitted or denied, through a whole pipeline.</summary>
public sealed class DecisionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_permitted_call_runs_and_a_denied_one_is_told_to_the_model(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls(("echo", new { amount = 1 }), ("drop", new { amount = 2 })).Says("done");

        ChatResponse answer = await pipeline.SayAsync("go");

        Assert.Equal("done", answer.Messages[^1].Text);
        Assert.Equal(["echo(1)"], pipeline.Ran);
        Assert.Equal("echo did 1", pipeline.Told("call_1"));
        Assert.StartsWith("Not executed: local.drop was denied.", pipeline.Told("call_2"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_scope_nothing_runs(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        pipeline.Model.Calls("echo", new { amount = 1 }).Says("done");

        await pipeline.SayAsync("go");

        Assert.Empty(pipeline.Ran);
        Assert.StartsWith("Not executed: local.echo was denied.", pipeline.Told(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Parallel_calls_are_decided_one_by_one_in_spite_of_Terminate(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        pipeline.Invoking.AllowConcurrentInvocation = true;
        pipeline.Invoking.FunctionInvoker = (context, token) =>
        {
            context.Terminate = true;
            return context.Function.InvokeAsync(context.Arguments, token);
        };
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls([.. Enumerable.Range(1, 20).Select(i => (i % 2 == 0 ? "echo" : "drop", (object?)new { amount = i }))]);

        ChatResponse answer = await pipeline.SayAsync("go");

        Assert.Equal([.. Enumerable.Range(1, 10).Select(i => $"echo({i * 2})").Order()], pipeline.Ran.Order());
        Assert.Equal(20, answer.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Count());
        Assert.Equal(10, pipeline.Audit.Count(entry => entry.Outcome == InvocationOutcome.Denied));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_ids_of_the_model_are_in_the_audit_log(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls(("echo", new { amount = 1 }), ("drop", new { amount = 2 }), ("echo", new { amount = 1 }), ("nowhere", null)).Says("done");

        await pipeline.SayAsync("go");

        Assert.Equal(
            ["call_1", "call_2", "call_3", "call_4"],
            pipeline.Audit.Where(entry => entry.Explanation.Length > 0).Select(entry => entry.CallId));
    }

    [Fact]
    public async Task Call_ids_are_in_the_traces()
    {
        List<object?> ids = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == GuardTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        using Pipeline pipeline = new();
        using AgentScope run = Pipeline.Begin();
        listener.ActivityStopped = activity =>
        {
            if (activity.GetTagItem("gen_ai.conversation.id") as string == run.Session.Id)
            {
                ids.Add(activity.GetTagItem("gen_ai.tool.call.id"));
            }
        };
        ActivitySource.AddActivityListener(listener);
        pipeline.Model.Calls("echo", new { amount = 1 }).Says("done");

        await pipeline.SayAsync("go");

        Assert.Equal(["call_1"], ids);
    }

    [Fact]
    public async Task The_body_gets_the_arguments_that_were_decided()
    {
        using Pipeline pipeline = new();
        pipeline.Invoking.FunctionInvoker = (context, token) =>
        {
            context.Arguments["amount"] = 2000;
            return context.Function.InvokeAsync(context.Arguments, token);
        };
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("pay", new { amount = 5 }).Says("done");

        await pipeline.SayAsync("go");

        Assert.Empty(pipeline.Ran);
        Assert.StartsWith("Not executed: local.pay was held for approval.", pipeline.Told(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arguments_that_the_client_could_not_read_are_no_call_without_arguments()
    {
        using Pipeline pipeline = new();
        int runs = 0;
        pipeline.Options = new ChatOptions { Tools = [AIFunctionFactory.Create(() => ++runs, "echo")] };
        using AgentScope run = Pipeline.Begin();
        pipeline.Model
            .Turn(_ => new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("call_1", "echo") { Exception = new FormatException("{") }]))
            .Says("done");

        await pipeline.SayAsync("go");

        Assert.Equal(0, runs);
        Assert.Contains(pipeline.Audit, entry => entry is { CallId: "call_1", Reason: DenyReasons.InvalidArguments });
    }

    [Theory]
    [InlineData("")]
    [InlineData("functions.echo")]
    [InlineData("\ud800")]
    [InlineData("Echo")]
    public async Task A_name_that_the_model_made_up_is_refused(string name)
    {
        using Pipeline pipeline = new();
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Turn(_ => new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("call_1", name, new Dictionary<string, object?> { ["amount"] = 1 })])).Says("done");

        await pipeline.SayAsync("go");

        Assert.Empty(pipeline.Ran);
        Assert.EndsWith("is not a tool of this conversation.", pipeline.Told(), StringComparison.Ordinal);
        Assert.Single(pipeline.Audit, entry => entry.Outcome == InvocationOutcome.Denied);
        Assert.DoesNotContain(pipeline.Model.Tools, tool => tool.Name == name);
    }

    [Fact]
    public async Task Null_options_and_read_only_lists_are_guarded_too()
    {
        using Pipeline pipeline = new();
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("echo", new { amount = 1 }).Says("done").Calls("drop", new { amount = 2 }).Says("done");

        pipeline.Options = null;
        await pipeline.SayAsync("go");
        pipeline.Options = new ChatOptions { Tools = Array.AsReadOnly<AITool>([pipeline.Tool("drop")]) };
        await pipeline.SayAsync("go");

        Assert.Empty(pipeline.Ran);
        Assert.StartsWith("Not executed: local.drop was denied.", pipeline.Told("call_2"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Options_that_are_cloned_between_iterations_stay_guarded(bool streaming)
    {
        using Pipeline pipeline = new(streaming, model: client => new ServiceConversation(client));
        pipeline.Options!.ToolMode = ChatToolMode.RequireAny;
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("echo", new { amount = 1 }).Calls("drop", new { amount = 2 }).Says("done");

        await pipeline.SayAsync("go");

        Assert.Equal(["echo(1)"], pipeline.Ran);
        Assert.StartsWith("Not executed: local.drop was denied.", pipeline.Told("call_2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_the_last_iteration_no_call_runs()
    {
        using Pipeline pipeline = new();
        pipeline.Invoking.MaximumIterationsPerRequest = 1;
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("echo", new { amount = 1 }).Calls("echo", new { amount = 2 });

        await pipeline.SayAsync("go");

        Assert.Equal(["echo(1)"], pipeline.Ran);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_the_provider_answered_itself_is_neither_run_nor_held(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Turn(_ => new ChatMessage(ChatRole.Assistant,
        [
            new FunctionResultContent("call_1", "done by the provider"),
            new FunctionCallContent("call_1", "pay", new Dictionary<string, object?> { ["amount"] = 5000 }),
        ]));

        await pipeline.SayAsync("go");

        Assert.Empty(pipeline.Ran);
        Assert.Empty(pipeline.Asked);
        Assert.Empty(await pipeline.Guard.Approvals.ListPendingAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancellation_reaches_the_caller_and_the_body_does_not_run(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        using CancellationTokenSource cancellation = new();
        pipeline.Invoking.FunctionInvoker = (context, token) =>
        {
            cancellation.Cancel();
            return context.Function.InvokeAsync(context.Arguments, token);
        };
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("echo", new { amount = 1 }).Says("done");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pipeline.SayAsync("go", cancellation.Token));

        Assert.Empty(pipeline.Ran);
    }

    [Fact]
    public async Task A_stream_acts_in_the_scope_in_which_it_was_asked_for()
    {
        using Pipeline pipeline = new();
        pipeline.Model.Says("before").Calls("echo", new { amount = 1 }).Says("done");
        IAsyncEnumerable<ChatResponseUpdate> stream;
        using (Pipeline.Begin())
        {
            await pipeline.SayAsync("hello");
            stream = pipeline.Client.GetStreamingResponseAsync(pipeline.History, pipeline.Options);
        }

        using AgentScope other = AgentScope.Begin(User("bob"), Agent("bot"));
        await stream.ToChatResponseAsync();

        Assert.Empty(pipeline.Ran);
        Assert.Contains(pipeline.Audit, entry => entry is { Reason: DenyReasons.ScopeEnded });
    }
}

using Microsoft.Extensions.AI;
using static AgentGuard.Principal;

namespace AgentGuard.Extensions.AI.Tests;

/// <summary>Functions that are guarded on their own, nested, and called from inside other functions.</summary>
public sealed class GuardedFunctionTests
{
    [Fact]
    public async Task A_guarded_function_is_decided_wherever_it_is_invoked()
    {
        using Pipeline pipeline = new();
        AIFunction function = pipeline.Tool("pay").WithAgentGuard(pipeline.Guard);
        Assert.StartsWith("Not executed: local.pay was denied.", $"{await InvokeAsync(function, 1)}", StringComparison.Ordinal);

        using AgentScope run = Pipeline.Begin();
        Assert.Equal("pay did 1", $"{await InvokeAsync(function, 1)}");
        Assert.StartsWith("Not executed: local.pay was held for approval.", $"{await InvokeAsync(function, 5000)}", StringComparison.Ordinal);
        Assert.Equal(["pay(1)"], pipeline.Ran);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_guarded_function_is_decided_in_a_client_without_guard(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        pipeline.Options = new ChatOptions { Tools = [pipeline.Tool("drop").WithAgentGuard(pipeline.Guard), pipeline.Tool("echo").WithAgentGuard(pipeline.Guard)] };
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Says("hello").Calls(("drop", new { amount = 1 }), ("echo", new { amount = 2 })).Says("done");
        using FunctionInvokingChatClient plain = new(pipeline.Model);

        await pipeline.AskAsync(plain, [new ChatMessage(ChatRole.User, "hello")]);
        await pipeline.AskAsync(plain, [new ChatMessage(ChatRole.User, "go")]);

        Assert.Equal(["echo(2)"], pipeline.Ran);
    }

    [Fact]
    public async Task A_function_in_a_toolset_is_decided_as_one_of_it()
    {
        using Pipeline pipeline = new();
        pipeline.Options = new ChatOptions { Tools = [pipeline.Tool("pay").InToolset("payments")] };
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("pay", new { amount = 5000 }).Says("done");

        await pipeline.SayAsync("go");

        Assert.Equal(["pay(5000)"], pipeline.Ran);
        Assert.All(pipeline.Audit, entry => Assert.Equal("payments.pay", entry.Tool.ToString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_function_that_is_wrapped_several_times_is_decided_once(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        AIFunction Guarded(AIFunction function) => function.WithAgentGuard(pipeline.Guard);
        pipeline.Options = new ChatOptions { Tools = [Guarded(Guarded(pipeline.Tool("echo"))), Guarded(new Passing(Guarded(pipeline.Tool("send")))), new Passing(Guarded(pipeline.Tool("pay")))] };
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls(("echo", new { amount = 1 }), ("pay", new { amount = 2 })).Says("done");

        await pipeline.SayAsync("go");

        Assert.Equal(["echo(1)", "pay(2)"], pipeline.Ran);
        Assert.Equal(2, pipeline.Audit.Count(entry => entry.Outcome == InvocationOutcome.Admitted));
        Assert.Equal(["call_1", "call_2"], pipeline.Audit.Select(entry => entry.CallId).Distinct());
    }

    [Theory]
    [InlineData("a\u200bb", false)]
    [InlineData("a\u200bb", true)]
    [InlineData("long", true)]
    public async Task A_function_whose_name_names_no_tool_is_refused_with_the_reason(string name, bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        name = name == "long" ? new string('x', 300) : name;
        AIFunction function = AIFunctionFactory.Create(() => pipeline.Ran.Enqueue("ran"), name);
        pipeline.Options = new ChatOptions { Tools = [function, pipeline.Tool("echo")] };
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls(name).Calls("echo", new { amount = 1 }).Says("done");

        Assert.Equal("done", (await pipeline.SayAsync("go")).Messages[^1].Text);

        Assert.Equal(["echo(1)"], pipeline.Ran);
        Assert.Contains("cannot be guarded", pipeline.Told("call_1"), StringComparison.Ordinal);
        Assert.Contains("cannot be guarded", (await function.WithAgentGuard(pipeline.Guard).InvokeAsync())?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_guard_further_in_decides_for_itself()
    {
        using Pipeline outer = new();
        using Pipeline inner = new();
        outer.Options = new ChatOptions { Tools = [outer.Tool("pay").WithAgentGuard(inner.Guard)] };
        using AgentScope run = Pipeline.Begin();
        await inner.Guard.Revocations.RevokeAsync(RevocationTarget.Session(run.Session.Id), "not here");
        outer.Model.Calls("pay", new { amount = 1 }).Says("done");

        await outer.SayAsync("go");

        Assert.Empty(outer.Ran);
        Assert.StartsWith("Not executed: local.pay was denied.", outer.Told(), StringComparison.Ordinal);
        Assert.Equal("revoked", Assert.Single(inner.Audit).Reason);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_function_that_requires_approval_asks_in_both_nestings_and_is_decided(bool streaming, bool isGuardOutside)
    {
        using Pipeline pipeline = new(streaming);
        AIFunction Nested(string name) => isGuardOutside
            ? new ApprovalRequiredAIFunction(pipeline.Tool(name)).WithAgentGuard(pipeline.Guard)
            : new ApprovalRequiredAIFunction(pipeline.Tool(name).WithAgentGuard(pipeline.Guard));
        pipeline.Options = new ChatOptions { Tools = [Nested("echo"), Nested("drop"), pipeline.Tool("pay")] };
        using AgentScope run = Pipeline.Begin();
        pipeline.Model
            .Calls(("echo", new { amount = 1 }), ("drop", new { amount = 2 }), ("pay", new { amount = 3 })).Says("done")
            .Turn(_ => new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("call_9", "echo", new Dictionary<string, object?> { ["amount"] = 9 })])).Says("not known");

        await pipeline.SayAsync("go");
        Assert.Empty(pipeline.Ran);
        Assert.Equal(3, pipeline.Asked.Count);
        await pipeline.AnswerAsync(approved: true);
        Assert.Equal(["echo(1)", "pay(3)"], pipeline.Ran);
        Assert.StartsWith("Not executed: local.drop was denied.", pipeline.Told("call_2"), StringComparison.Ordinal);
        Assert.Equal(["call_1", "call_2", "call_3"], pipeline.Audit.Where(entry => entry.Explanation.Length > 0).Select(entry => entry.CallId));

        // The layer's own id for the next request can be guessed, and is not the one that counts.
        await pipeline.SayAsync("again");
        pipeline.History.Add(new ChatMessage(
            ChatRole.User,
            [new ToolApprovalRequestContent("ficc_call_9", (FunctionCallContent)pipeline.Asked[0].ToolCall).CreateResponse(approved: true)]));
        await pipeline.AskAsync();
        Assert.Equal(["echo(1)", "pay(3)"], pipeline.Ran);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_id_that_a_provider_uses_again_in_another_session_is_answered_there(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        pipeline.Options = new ChatOptions { Tools = [new ApprovalRequiredAIFunction(pipeline.Tool("echo"))] };
        for (int i = 1; i <= 2; i++)
        {
            int amount = i;
            using AgentScope run = Pipeline.Begin();
            pipeline.History.Clear();
            pipeline.Model.Turn(_ => new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("call_0", "echo", new Dictionary<string, object?> { ["amount"] = amount })])).Says("done");
            await pipeline.SayAsync("go");
            await pipeline.AnswerAsync(approved: true);
        }

        Assert.Equal(["echo(1)", "echo(2)"], pipeline.Ran);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sub_agent_inside_a_tool_keeps_the_delegation_chain(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        using Pipeline clerk = new(streaming, pipeline.Guard);
        AIFunction pay = pipeline.Tool("pay").WithAgentGuard(pipeline.Guard);
        clerk.Options = new ChatOptions { Tools = [clerk.Tool("pay"), clerk.Tool("echo")] };
        pipeline.Options = new ChatOptions
        {
            Tools =
            [
                pay,
                AIFunctionFactory.Create(
                    async () =>
                    {
                        await Task.Yield();
                        using AgentScope run = AgentScope.Begin(Agent("clerk"));
                        await clerk.SayAsync("go");

                        // The parent's own function, as the parent's pipeline guards it, must not lend the parent's rights.
                        AIFunction borrowed = FunctionInvokingChatClient.CurrentContext!.Options!.Tools!.OfType<AIFunction>().First(tool => tool.Name == "pay");
                        return $"{await InvokeAsync(borrowed, 7)} {await InvokeAsync(pay, 8)}";
                    },
                    "ask_clerk"),
            ],
        };
        clerk.Model.Calls(("pay", new { amount = 1 }), ("echo", new { amount = 2 })).Says("done");
        pipeline.Model.Says("hello").Calls("ask_clerk").Calls("pay", new { amount = 3 }).Says("done");
        using AgentScope run = Pipeline.Begin();

        await pipeline.SayAsync("hello");
        await pipeline.SayAsync("go");

        Assert.Equal(["echo(2)"], clerk.Ran);
        Assert.Equal(["pay(3)"], pipeline.Ran);
        Assert.Equal(3, pipeline.Audit.Count(entry => entry is { Chain: "alice → bot → clerk", Outcome: InvocationOutcome.Denied, Tool.Name: "pay" }));
    }

    [Fact]
    public async Task A_function_that_was_kept_from_another_run_acts_for_who_calls_it()
    {
        using Pipeline pipeline = new();
        AIFunction? kept = null;
        pipeline.Invoking.FunctionInvoker = (context, token) =>
        {
            kept = context.Function;
            return context.Function.InvokeAsync(context.Arguments, token);
        };
        pipeline.Model.Calls("pay", new { amount = 1 }).Says("done");
        using (Pipeline.Begin())
        {
            await pipeline.SayAsync("go");
        }

        Assert.StartsWith("Not executed", $"{await InvokeAsync(kept!, 2)}", StringComparison.Ordinal);
        using AgentScope other = AgentScope.Begin(User("alice"), Agent("clerk"));
        Assert.StartsWith("Not executed", $"{await InvokeAsync(kept!, 3)}", StringComparison.Ordinal);
        Assert.Equal(["pay(1)"], pipeline.Ran);
    }

    private static async Task<object?> InvokeAsync(AIFunction function, long amount) =>
        await function.InvokeAsync(new AIFunctionArguments { ["amount"] = amount });

    private sealed class Passing(AIFunction function) : DelegatingAIFunction(function);
}

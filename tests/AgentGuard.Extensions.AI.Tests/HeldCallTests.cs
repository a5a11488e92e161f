using System.Text.Json;
using Microsoft.Extensions.AI;
using static AgentGuard.Principal;

namespace AgentGuard.Extensions.AI.Tests;

/// <summary>A held call leaves the pipeline as a request, and comes back when it is answered.</summary>
public sealed class HeldCallTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_approved_call_carries_on_in_the_next_turn_once(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("pay", new { amount = 5000 }).Says("paid").Says("nothing left to do");

        await pipeline.SayAsync("pay");
        Assert.Empty(pipeline.Ran);
        Assert.True((await pipeline.Guard.Approvals.ApproveAsync(pipeline.ApprovalId, User("fay"))).IsAccepted);
        ChatResponse answer = await pipeline.SayAsync("go on");
        await pipeline.SayAsync("go on");

        Assert.Equal("paid", answer.Messages[^1].Text);
        Assert.Equal(["pay(5000)"], pipeline.Ran);
        Assert.Equal("pay did 5000", pipeline.Told());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_unanswered_request_does_not_end_the_conversation(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("pay", new { amount = 5000 }).Says("still waiting").Says("still waiting").Says("paid");

        await pipeline.SayAsync("pay");
        string approval = pipeline.ApprovalId;
        await pipeline.SayAsync("well?");
        Assert.StartsWith($"Not executed: it is still held for approval. Request {approval} expires 12:15 UTC.", pipeline.Told(), StringComparison.Ordinal);
        await pipeline.SayAsync("well?");
        await pipeline.Guard.Approvals.ApproveAsync(approval, User("fay"));
        await pipeline.SayAsync("well?");

        Assert.Equal(["pay(5000)"], pipeline.Ran);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_approved_call_carries_on_where_the_service_keeps_the_conversation(bool streaming)
    {
        using Pipeline pipeline = new(streaming, model: client => new ServiceConversation(client));
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("pay", new { amount = 5000 }).Says("paid").Says("nothing left to do");

        await pipeline.SayAsync("pay");
        await pipeline.Guard.Approvals.ApproveAsync(pipeline.ApprovalId, User("fay"));
        pipeline.Options!.ConversationId = ServiceConversation.Id;
        pipeline.History.Clear();
        await pipeline.SayAsync("go on");

        Assert.Equal(["pay(5000)"], pipeline.Ran);
        Assert.Equal("pay did 5000", pipeline.Told());
        Assert.DoesNotContain(pipeline.Model.Requests[^1].SelectMany(message => message.Contents), content => content is FunctionCallContent);

        pipeline.History.Clear();
        await pipeline.SayAsync("and again");
        Assert.Equal(["pay(5000)"], pipeline.Ran);
        Assert.Single(pipeline.Model.Requests[^1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_that_keeps_the_conversation_gets_one_result_for_each_call(bool streaming)
    {
        using Pipeline pipeline = new(streaming, model: client => new ServiceConversation(client));
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("pay", new { amount = 5000 }).Says("still waiting").Calls("pay", new { amount = 5000 }).Says("paid");

        await pipeline.SayAsync("pay");
        string approval = pipeline.ApprovalId;
        pipeline.Options!.ConversationId = ServiceConversation.Id;
        pipeline.History.Clear();
        await pipeline.SayAsync("well?");
        Assert.StartsWith("Not executed: it is still held", pipeline.Told(), StringComparison.Ordinal);

        await pipeline.Guard.Approvals.ApproveAsync(approval, User("fay"));
        pipeline.History.Clear();
        await pipeline.SayAsync("try again");

        Assert.Equal(["pay(5000)"], pipeline.Ran);
        Assert.Equal("pay did 5000", pipeline.Told("call_2"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_calls_of_a_response_are_held_or_none(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls(("echo", new { amount = 1 }), ("pay", new { amount = 5000 }), ("drop", new { amount = 2 })).Says("done");

        await pipeline.SayAsync("go");
        Assert.Empty(pipeline.Ran);
        Assert.Equal(["echo", "pay", "drop"], pipeline.Asked.Select(request => ((FunctionCallContent)request.ToolCall).Name));
        Assert.Single(pipeline.Asked, request => request.AdditionalProperties?.ContainsKey(HeldCall.ApprovalId) == true);

        await pipeline.Guard.Approvals.ApproveAsync(pipeline.ApprovalId, User("fay"));
        await pipeline.AnswerAsync(approved: true);

        Assert.Equal(["echo(1)", "pay(5000)"], pipeline.Ran.Order());
        Assert.StartsWith("Not executed: local.drop was denied.", pipeline.Told("call_3"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sibling_that_nobody_answered_is_explained_when_the_held_call_carries_on(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls(("echo", new { amount = 1 }), ("pay", new { amount = 5000 })).Says("done");

        await pipeline.SayAsync("go");
        await pipeline.Guard.Approvals.ApproveAsync(pipeline.ApprovalId, User("fay"));
        await pipeline.SayAsync("go on");

        Assert.Equal(["pay(5000)"], pipeline.Ran);
        Assert.Contains("beside a call that was held", pipeline.Told("call_1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_in_the_chat_confirms_and_approves_nothing(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        using AgentScope run = Pipeline.Begin();
        pipeline.Model
            .Calls("send", new { amount = 1 }).Says("sent")
            .Calls("pay", new { amount = 5000 }).Says("held")
            .Calls("wire", new { amount = 2 }).Says("held").Says("wired");

        await pipeline.SayAsync("send");
        await pipeline.AnswerAsync(approved: true);
        Assert.Equal(["send(1)"], pipeline.Ran);

        await pipeline.SayAsync("pay");
        await pipeline.AnswerAsync(approved: true);
        Assert.Equal(["send(1)"], pipeline.Ran);

        await pipeline.SayAsync("wire");
        string wire = pipeline.ApprovalId;
        await pipeline.AnswerAsync(approved: true);
        Assert.Equal(["send(1)"], pipeline.Ran);
        await pipeline.Guard.Approvals.ApproveAsync(wire, User("fay"));
        await pipeline.SayAsync("go on");
        Assert.Equal(["send(1)", "wire(2)"], pipeline.Ran);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_the_user_rejects_does_not_run_whoever_approves_it_later(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("pay", new { amount = 5000 }).Says("all right").Calls("pay", new { amount = 5000 }).Says("all right");

        await pipeline.SayAsync("pay");
        string approval = pipeline.ApprovalId;
        await pipeline.AnswerAsync(approved: false, "too much");
        Assert.Equal("Not executed: the user said no: too much", pipeline.Told());
        Assert.False((await pipeline.Guard.Approvals.ApproveAsync(approval, User("fay"))).IsAccepted);
        await pipeline.SayAsync("try again");

        Assert.Empty(pipeline.Ran);
        Assert.Contains("refused", pipeline.Told("call_2"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_whose_approval_has_expired_does_not_run(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("pay", new { amount = 5000 }).Says("too late");

        await pipeline.SayAsync("pay");
        await pipeline.Guard.Approvals.ApproveAsync(pipeline.ApprovalId, User("fay"));
        pipeline.Clock.Advance(TimeSpan.FromMinutes(15));
        await pipeline.SayAsync("go on");

        Assert.Empty(pipeline.Ran);
        Assert.Equal("Not executed: its request for approval was refused or has expired.", pipeline.Told());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_an_approver_edited_carries_on_as_edited(bool streaming)
    {
        using Pipeline pipeline = new(streaming);
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("pay", new { amount = 5000 }).Says("still held").Says("paid");

        await pipeline.SayAsync("pay");
        ApprovalOutcome edited = await pipeline.Guard.Approvals.EditAsync(pipeline.ApprovalId, User("fay"), ToolArguments.FromJson("""{"amount":4000}"""));
        Assert.True(edited.IsAccepted, edited.ToString());

        // The user's answer was to other arguments, and the editor's own yes does not count.
        await pipeline.AnswerAsync(approved: true);
        Assert.Contains(edited.Request!.Id, pipeline.Told(), StringComparison.Ordinal);
        Assert.False((await pipeline.Guard.Approvals.ApproveAsync(edited.Request.Id, User("fay"))).IsAccepted);
        Assert.Empty(pipeline.Ran);

        Assert.True((await pipeline.Guard.Approvals.ApproveAsync(edited.Request.Id, User("finn"))).IsAccepted);
        await pipeline.SayAsync("go on");

        Assert.Equal(["pay(4000)"], pipeline.Ran);
        Assert.Equal(ApprovalState.Consumed, (await pipeline.Guard.Approvals.GetAsync(edited.Request.Id))!.State);
    }

    [Fact]
    public async Task A_held_call_is_in_the_audit_log_once()
    {
        using Pipeline pipeline = new();
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("pay", new { amount = 5000 });

        await pipeline.SayAsync("pay");

        Assert.Equal(["call_1"], pipeline.Audit.Select(entry => entry.CallId));
        Assert.Equal(pipeline.ApprovalId, pipeline.Audit[0].ApprovalId);
    }

    [Fact]
    public async Task A_conversation_that_was_stored_as_json_carries_on()
    {
        using Pipeline pipeline = new();
        using AgentScope run = Pipeline.Begin();
        pipeline.Model.Calls("send", new { amount = 1 }).Says("sent");

        await pipeline.SayAsync("send");
        pipeline.History.Add(new ChatMessage(ChatRole.User, [pipeline.Asked[0].CreateResponse(approved: true)]));
        string stored = JsonSerializer.Serialize(pipeline.History, AIJsonUtilities.DefaultOptions);
        List<ChatMessage> read = JsonSerializer.Deserialize<List<ChatMessage>>(stored, AIJsonUtilities.DefaultOptions)!;
        await pipeline.AskAsync(pipeline.Client, read);

        Assert.Equal(["send(1)"], pipeline.Ran);
    }
}

using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;
using static AgentGuard.Tests.Approvals.ApprovalDrafts;

namespace AgentGuard.Tests.Approvals;

public sealed class EditTests : ApprovalsScene
{
    [Fact]
    public async Task An_edit_is_another_call_whose_editor_cannot_approve_it()
    {
        Guard.Edit = (request, arguments, editor) => ApprovalEdit.Asks(Edited(request, arguments, editor, TwoOfFinance));
        ApprovalRequest old = await HoldAsync(Transfer(TwoOfFinance));
        await ApproveAsync(old, "fay");

        ApprovalOutcome outcome = await Approvals.EditAsync(old.Id, User("finn"), ToolArguments.FromJson("""{"to":"DE02","amount":1500}"""));

        ApprovalRequest edited = outcome.Request!;
        Assert.True(outcome.IsAccepted);
        Assert.NotEqual(old.Id, edited.Id);
        Assert.NotEqual(old.Digest, edited.Digest);
        Assert.Empty(edited.Yeses);
        Assert.Equal([User("finn")], edited.Editors);
        Assert.Equal("""{"to":"DE02","amount":1500}""", edited.Arguments.GetRawText());
        ApprovalRequest superseded = (await Approvals.GetAsync(old.Id))!;
        Assert.Equal((ApprovalState.Superseded, edited.Id), (superseded.State, superseded.SupersededBy));
        Assert.Equal(ApprovalReasons.ApproverIsEditor, (await Approvals.ApproveAsync(edited.Id, User("finn"))).Reason);

        Assert.Equal(ApprovalState.Pending, (await ApproveAsync(edited, "fay")).State);
        Assert.Equal(ApprovalState.Approved, (await ApproveAsync(edited, "fritz")).State);
    }

    [Fact]
    public async Task All_who_edited_count_as_part_of_the_chain()
    {
        Guard.Edit = (request, arguments, editor) => ApprovalEdit.Asks(Edited(request, arguments, editor, Finance));
        ApprovalRequest request = await HoldAsync(Transfer(Finance));
        ApprovalRequest once = (await Approvals.EditAsync(request.Id, User("fay"), ToolArguments.FromJson("""{"amount":2}"""))).Request!;
        ApprovalRequest twice = (await Approvals.EditAsync(once.Id, User("finn"), ToolArguments.FromJson("""{"amount":3}"""))).Request!;

        Assert.Equal([User("fay"), User("finn")], twice.Editors);
        Assert.Equal(ApprovalReasons.ApproverIsEditor, (await Approvals.ApproveAsync(twice.Id, User("fay"))).Reason);
        Assert.Equal(ApprovalReasons.ApproverIsEditor, (await Approvals.EditAsync(twice.Id, User("fay"), ToolArguments.FromJson("{}"))).Reason);
        Assert.True((await Approvals.ApproveAsync(twice.Id, User("fritz"))).IsAccepted);
    }

    [Fact]
    public async Task Only_who_could_approve_can_edit()
    {
        Guard.Edit = (_, _, _) => throw new InvalidOperationException("nobody asked");
        ApprovalRequest request = await HoldAsync(Transfer(Finance));

        Assert.Equal(ApprovalReasons.ApproverInChain, (await Approvals.EditAsync(request.Id, User("alice"), ToolArguments.FromJson("{}"))).Reason);
        Assert.Equal(ApprovalReasons.NotInGroup, (await Approvals.EditAsync(request.Id, User("lea"), ToolArguments.FromJson("{}"))).Reason);
    }

    [Fact]
    public async Task An_edit_that_is_denied_leaves_the_request_as_it_was()
    {
        Guard.Edit = (_, _, _) => ApprovalEdit.Denied(DenyReasons.InvalidArguments);
        ApprovalRequest request = await HoldAsync(Transfer(Finance));

        ApprovalOutcome outcome = await Approvals.EditAsync(request.Id, User("fay"), ToolArguments.FromJson("{}"));

        Assert.Equal(DenyReasons.InvalidArguments, outcome.Reason);
        Assert.Equal(request, await Approvals.GetAsync(request.Id));
        Assert.Equal([request], await Approvals.ListPendingAsync());
    }

    [Fact]
    public async Task An_edit_after_which_nothing_is_asked_can_be_released_once()
    {
        Guard.Edit = (request, arguments, editor) => ApprovalEdit.Asks(Edited(request, arguments, editor));
        ApprovalRequest request = await HoldAsync(Transfer(Finance));

        ApprovalRequest edited = (await Approvals.EditAsync(request.Id, User("fay"), ToolArguments.FromJson("""{"amount":1}"""))).Request!;

        Assert.Equal(ApprovalState.Approved, edited.State);
        Assert.True(await Approvals.TryConsumeAsync(edited, default));
        Assert.False(await Approvals.TryConsumeAsync(edited, default));
    }

    [Fact]
    public async Task An_edit_that_comes_too_late_leaves_no_request_behind()
    {
        InMemoryApprovalStore store = new(Clock);
        AgentGuard.Approvals other = Over(store);
        ApprovalRequest request = await other.HoldAsync(Transfer(Finance), null, default);
        InterruptedStore interrupted = new(store, async () => await other.RefuseAsync(request.Id, User("fay")));
        AgentGuard.Approvals editors = Over(interrupted);
        Guard.Edit = (held, arguments, editor) => ApprovalEdit.Asks(Edited(held, arguments, editor, Finance));

        ApprovalOutcome outcome = await editors.EditAsync(request.Id, User("finn"), ToolArguments.FromJson("""{"amount":2}"""));

        Assert.Equal(ApprovalReasons.Refused, outcome.Reason);
        Assert.Empty(await editors.ListPendingAsync());
    }

    [Fact]
    public async Task The_same_edit_of_one_editor_made_twice_at_once_is_one_edit()
    {
        InMemoryApprovalStore store = new(Clock);
        AgentGuard.Approvals other = Over(store);
        ApprovalRequest request = await other.HoldAsync(Transfer(Finance), null, default);
        ToolArguments arguments = ToolArguments.FromJson("""{"amount":2}""");
        InterruptedStore interrupted = new(store, async () => await other.EditAsync(request.Id, User("finn"), arguments));
        AgentGuard.Approvals editors = Over(interrupted);
        Guard.Edit = (held, changed, editor) => ApprovalEdit.Asks(Edited(held, changed, editor, Finance));

        ApprovalOutcome outcome = await editors.EditAsync(request.Id, User("finn"), arguments);

        Assert.True(outcome.IsAccepted);
        Assert.Equal([outcome.Request!], await editors.ListPendingAsync());
    }

    [Fact]
    public async Task An_edit_changes_nothing_but_the_arguments()
    {
        ApprovalRequest request = await HoldAsync(Transfer(Finance));
        Guard.Edit = (held, arguments, editor) => ApprovalEdit.Asks(Edited(held, arguments, editor, Finance) with { SessionId = "ses_2" });
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Approvals.EditAsync(request.Id, User("fay"), ToolArguments.FromJson("{}")));
        Guard.Edit = (held, arguments, editor) => ApprovalEdit.Asks(Edited(held, arguments, editor, Finance) with { Editors = [] });
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Approvals.EditAsync(request.Id, User("fay"), ToolArguments.FromJson("{}")));

        Assert.Equal([request], await Approvals.ListPendingAsync());
    }

    [Fact]
    public async Task Of_parallel_edits_one_is_taken_and_the_others_leave_nothing_behind()
    {
        Guard.Edit = (request, arguments, editor) => ApprovalEdit.Asks(Edited(request, arguments, editor, Finance));
        ApprovalRequest request = await HoldAsync(Transfer(Finance));
        string[] editors = ["fay", "finn", "fritz"];

        ApprovalOutcome[] outcomes = await Task.WhenAll(editors.Select(name => Task.Run(async () =>
            await Approvals.EditAsync(request.Id, User(name), ToolArguments.FromJson("""{"amount":2}""")))));

        ApprovalOutcome taken = Assert.Single(outcomes, outcome => outcome.IsAccepted);
        Assert.Equal([taken.Request!], await Approvals.ListPendingAsync());
        Assert.All(outcomes.Where(outcome => !outcome.IsAccepted), outcome => Assert.Equal(ApprovalReasons.Superseded, outcome.Reason));
    }

    private static ApprovalDraft Edited(ApprovalRequest request, ToolArguments arguments, EntityUid editor, params ApprovalRequirement[] requirements) =>
        Transfer(requirements) with
        {
            Editors = [.. request.Editors, editor],
            Arguments = arguments.Json,
            ArgumentsDigest = arguments.Json.GetRawText(),
        };
}

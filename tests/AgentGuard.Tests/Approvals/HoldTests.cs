using static AgentGuard.Principal;
using static AgentGuard.Tests.Approvals.ApprovalDrafts;

namespace AgentGuard.Tests.Approvals;

public sealed class HoldTests : ApprovalsScene
{
    [Fact]
    public async Task A_held_call_is_a_pending_request_with_all_that_would_run()
    {
        ApprovalRequest request = await HoldAsync(Transfer(Finance));

        Assert.Equal(ApprovalState.Pending, request.State);
        Assert.Equal(14, request.Id.Length);
        Assert.StartsWith("apr_", request.Id, StringComparison.Ordinal);
        Assert.Equal([Finance], request.Requirements);
        Assert.Equal([User("alice"), Agent("bot")], request.Chain);
        Assert.Equal("""{"to":"DE02","amount":2500,"reference":"for the surgery"}""", request.Arguments.GetRawText());
        Assert.Equal(ManualTimeProvider.Start, request.CreatedAt);
        Assert.Equal(ManualTimeProvider.Start + Lifetime, request.ExpiresAt);
        Assert.Equal(request, await Approvals.GetAsync(request.Id));
        Assert.Equal([request], await Approvals.ListPendingAsync());
    }

    [Fact]
    public async Task The_same_call_held_64_times_in_parallel_is_one_request()
    {
        ApprovalRequest[] held = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => HoldAsync(Transfer(Finance)))));

        Assert.Single(held.Distinct());
        Assert.Single(await Approvals.ListPendingAsync());
    }

    [Fact]
    public async Task A_call_of_which_less_is_asked_now_keeps_its_request_and_one_of_which_more_is_asked_gets_a_new_one()
    {
        ApprovalRequest both = await HoldAsync(Transfer(Finance, Legal));
        Assert.Equal(both, await HoldAsync(Transfer(Legal)));
        await ApproveAsync(both, "fay");

        ApprovalRequest more = await HoldAsync(Transfer(Finance, Legal, Confirmation));

        Assert.NotEqual(both.Id, more.Id);
        Assert.Empty(more.Yeses);
        ApprovalRequest old = (await Approvals.GetAsync(both.Id))!;
        Assert.Equal((ApprovalState.Superseded, more.Id), (old.State, old.SupersededBy));
        Assert.Equal(ApprovalReasons.Superseded, (await Approvals.ApproveAsync(both.Id, User("fay"))).Reason);
    }

    [Fact]
    public async Task A_successor_that_was_promised_and_never_made_is_made_by_the_next_who_asks()
    {
        InMemoryApprovalStore store = new(Clock);
        AgentGuard.Approvals approvals = Over(store);
        ApprovalRequest old = await approvals.HoldAsync(Transfer(Finance), null, default);
        await store.TryUpdateAsync(old.Next() with { State = ApprovalState.Superseded, SupersededBy = "apr_PR0M1SED00" }, default);

        Assert.Equal("apr_PR0M1SED00", (await approvals.HoldAsync(Transfer(Finance, Legal), null, default)).Id);
        Assert.Equal("apr_PR0M1SED00", (await approvals.HoldAsync(Transfer(Finance), null, default)).Id);
    }

    [Fact]
    public async Task A_call_whose_edit_was_used_gets_a_request_of_its_own()
    {
        Guard.Edit = (request, arguments, editor) => ApprovalEdit.Asks(Transfer() with
        {
            Editors = [editor],
            Arguments = arguments.Json,
            ArgumentsDigest = "edited",
        });
        ApprovalRequest old = await HoldAsync(Transfer(Finance));
        ApprovalRequest edited = (await Approvals.EditAsync(old.Id, User("fay"), ToolArguments.Empty)).Request!;

        ApprovalRequest again = await HoldAsync(Transfer(Finance));

        Assert.NotEqual(old.Id, again.Id);
        Assert.NotEqual(edited.Id, again.Id);
        Assert.Equal(ApprovalState.Pending, again.State);
    }

    [Fact]
    public async Task A_policy_whose_text_changed_is_another_policy()
    {
        ApprovalRequest old = await HoldAsync(Transfer(Finance));
        await ApproveAsync(old, "fay");

        ApprovalRequest renewed = await HoldAsync(Transfer(Finance with { TextHash = "ee55" }));

        Assert.NotEqual(old.Id, renewed.Id);
        Assert.Equal(ApprovalState.Pending, renewed.State);
    }

    [Fact]
    public async Task A_lifetime_beyond_the_calendar_ends_with_it()
    {
        ApprovalRequest request = await HoldAsync(Transfer(Finance) with { Lifetime = TimeSpan.MaxValue });

        Assert.Equal(DateTimeOffset.MaxValue, request.ExpiresAt);
    }

    [Fact]
    public async Task A_store_that_refuses_everything_holds_nothing_and_does_not_hang()
    {
        AgentGuard.Approvals approvals = Over(new RefusingStore());

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await approvals.HoldAsync(Transfer(Finance), null, default));
    }

    private sealed class RefusingStore : IApprovalStore
    {
        public ValueTask<ApprovalRequest?> GetAsync(string id, CancellationToken cancellationToken) => ValueTask.FromResult<ApprovalRequest?>(null);

        public ValueTask<bool> TryAddAsync(ApprovalRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(false);

        public ValueTask<bool> TryUpdateAsync(ApprovalRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(false);

        public ValueTask<ApprovalRequest?> FindByDigestAsync(string digest, CancellationToken cancellationToken) => ValueTask.FromResult<ApprovalRequest?>(null);

        public ValueTask<IReadOnlyList<ApprovalRequest>> ListPendingAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<ApprovalRequest>>([]);
    }
}

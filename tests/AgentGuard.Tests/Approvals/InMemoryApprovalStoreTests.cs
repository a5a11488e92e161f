namespace AgentGuard.Tests.Approvals;

public sealed class InMemoryApprovalStoreTests : ApprovalStoreContract
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task A_full_store_takes_no_more_until_a_request_is_over()
    {
        InMemoryApprovalStore store = new(_clock, capacity: 2);
        await store.TryAddAsync(Make("apr_1") with { Digest = "1", SessionId = "a" }, default);
        await store.TryAddAsync(Make("apr_2") with { Digest = "2", SessionId = "b" }, default);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.TryAddAsync(Make("apr_3") with { Digest = "3" }, default));
        _clock.Advance(TimeSpan.FromMinutes(15));
        Assert.True(await store.TryAddAsync(Make("apr_3") with { Digest = "3" }, default));
        Assert.Null(await store.GetAsync("apr_1", default));
        Assert.Null(await store.FindByDigestAsync("2", default));
    }

    [Fact]
    public async Task One_session_does_not_crowd_out_the_others()
    {
        InMemoryApprovalStore store = new(_clock, capacityPerSession: 1);
        await store.TryAddAsync(Make("apr_1") with { Digest = "1" }, default);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.TryAddAsync(Make("apr_2") with { Digest = "2" }, default));
        Assert.True(await store.TryAddAsync(Make("apr_3") with { Digest = "3", SessionId = "ses_2" }, default));
        Assert.True(await store.TryAddAsync(Make("apr_4") with { Digest = "4", Tenant = "umbrella" }, default));
        _clock.Advance(TimeSpan.FromMinutes(15));
        Assert.True(await store.TryAddAsync(Make("apr_5") with { Digest = "5" }, default));
    }

    [Fact]
    public async Task A_request_that_is_over_does_not_stand_in_the_way_of_the_next()
    {
        InMemoryApprovalStore store = new(_clock);
        await store.TryAddAsync(Make("apr_1"), default);
        _clock.Advance(TimeSpan.FromMinutes(15));

        Assert.True(await store.TryAddAsync(Make("apr_2"), default));
        Assert.Equal("apr_2", (await store.FindByDigestAsync(Make("apr_2").Digest, default))!.Id);
    }

    [Fact]
    public void A_store_holds_at_least_one_request()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new InMemoryApprovalStore(capacity: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InMemoryApprovalStore(capacityPerSession: 0));
    }

    protected override IApprovalStore CreateStore(TimeProvider clock) => new InMemoryApprovalStore(clock);
}

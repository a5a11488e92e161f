using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;
using static AgentGuard.Tests.Approvals.ApprovalDrafts;

namespace AgentGuard.Tests.Approvals;

/// <summary>What every approval store does.</summary>
public abstract class ApprovalStoreContract
{
    private static readonly DateTimeOffset s_now = ManualTimeProvider.Start;

    protected abstract IApprovalStore CreateStore(TimeProvider clock);

    [Fact]
    public async Task What_was_not_added_is_not_found()
    {
        IApprovalStore store = NewStore();

        Assert.Null(await store.GetAsync("apr_1", default));
        Assert.Null(await store.FindByDigestAsync("none", default));
        Assert.Empty(await store.ListPendingAsync(default));
        Assert.False(await store.TryUpdateAsync(Make("apr_1") with { Version = 2 }, default));
        Assert.Null(await store.GetAsync("apr_1", default));
    }

    [Fact]
    public async Task Everything_of_a_request_is_kept()
    {
        IApprovalStore store = NewStore();
        ApprovalRequest added = Make("apr_1", Finance, Confirmation) with
        {
            Editors = [User("dora"), User("emil \"the\" editor")],
            Yeses = [new ApprovalYes(User("fay"), s_now.AddTicks(1))],
        };
        Assert.True(await store.TryAddAsync(added, default));
        ApprovalRequest closed = added with { Version = 2, State = ApprovalState.Refused, RefusedBy = User("gil"), SupersededBy = "apr_2" };
        Assert.True(await store.TryUpdateAsync(closed, default));

        ApprovalRequest kept = (await store.GetAsync("apr_1", default))!;

        Assert.Equal(Describe(closed), Describe(kept));
    }

    [Fact]
    public async Task An_id_is_taken_once()
    {
        IApprovalStore store = NewStore();
        Assert.True(await store.TryAddAsync(Make("apr_1"), default));

        Assert.False(await store.TryAddAsync(Make("apr_1") with { Digest = "another" }, default));
        Assert.Null(await store.FindByDigestAsync("another", default));
    }

    [Theory]
    [InlineData(ApprovalState.Pending, false)]
    [InlineData(ApprovalState.Approved, false)]
    [InlineData(ApprovalState.Refused, true)]
    [InlineData(ApprovalState.Consumed, true)]
    [InlineData(ApprovalState.Expired, true)]
    [InlineData(ApprovalState.Superseded, true)]
    public async Task One_request_of_a_digest_is_open_and_the_newest_is_found(ApprovalState state, bool isFree)
    {
        IApprovalStore store = NewStore();
        Assert.True(await store.TryAddAsync(Make("apr_1"), default));
        Assert.True(await store.TryUpdateAsync(Make("apr_1") with { Version = 2, State = state }, default));

        Assert.Equal(isFree, await store.TryAddAsync(Make("apr_2"), default));
        Assert.Equal(isFree ? "apr_2" : "apr_1", (await store.FindByDigestAsync(Make("apr_1").Digest, default))!.Id);
        Assert.Equal(state, (await store.GetAsync("apr_1", default))!.State);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Only_the_next_version_replaces_a_request(long version)
    {
        IApprovalStore store = NewStore();
        await store.TryAddAsync(Make("apr_1"), default);

        Assert.False(await store.TryUpdateAsync(Make("apr_1") with { Version = version, State = ApprovalState.Approved }, default));
        Assert.Equal(ApprovalState.Pending, (await store.GetAsync("apr_1", default))!.State);
    }

    [Fact]
    public async Task Of_64_parallel_updates_of_one_version_one_is_made()
    {
        IApprovalStore store = NewStore();
        await store.TryAddAsync(Make("apr_1"), default);

        bool[] made = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () =>
            await store.TryUpdateAsync(Make("apr_1") with { Version = 2, SupersededBy = $"apr_{i}" }, default))));

        Assert.Single(made, true);
        Assert.Equal($"apr_{Array.IndexOf(made, true)}", (await store.GetAsync("apr_1", default))!.SupersededBy);
    }

    [Fact]
    public async Task Of_64_parallel_requests_of_one_digest_one_is_added()
    {
        IApprovalStore store = NewStore();

        bool[] added = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () =>
            await store.TryAddAsync(Make($"apr_{i}"), default))));

        Assert.Single(added, true);
        Assert.Single(await store.ListPendingAsync(default));
    }

    [Fact]
    public async Task Pending_requests_are_listed_oldest_first()
    {
        IApprovalStore store = NewStore();
        await store.TryAddAsync(Make("apr_2") with { Digest = "2", CreatedAt = s_now.AddSeconds(2) }, default);
        await store.TryAddAsync(Make("apr_1") with { Digest = "1", CreatedAt = s_now.AddSeconds(1) }, default);
        await store.TryAddAsync(Make("apr_3") with { Digest = "3" }, default);
        await store.TryUpdateAsync(Make("apr_3") with { Digest = "3", Version = 2, State = ApprovalState.Approved }, default);

        Assert.Equal(["apr_1", "apr_2"], (await store.ListPendingAsync(default)).Select(request => request.Id));
    }

    protected static ApprovalRequest Make(string id, params ApprovalRequirement[] requirements) =>
        Transfer(requirements.Length == 0 ? [Finance] : requirements).ToRequest(id, s_now);

    private static string Describe(ApprovalRequest request) => string.Join(
        '\n',
        request.Id,
        request.Version,
        request.State,
        request.SessionId,
        request.Tenant,
        Join(request.Chain),
        request.ChainDigest,
        Join(request.Editors),
        request.Tool,
        request.DefinitionPin,
        Join(request.Resources),
        request.Arguments.GetRawText(),
        Join(request.SensitiveArguments),
        request.Digest,
        Join(request.Requirements),
        Join(request.Yeses),
        request.RefusedBy,
        request.SupersededBy,
        request.CreatedAt,
        request.ExpiresAt);

    private static string Join<T>(IEnumerable<T> items) => string.Join(", ", items);

    private IApprovalStore NewStore() => CreateStore(new ManualTimeProvider());
}

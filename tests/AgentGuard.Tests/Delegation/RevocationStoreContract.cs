using static AgentGuard.Principal;

namespace AgentGuard.Tests.Delegation;

/// <summary>What every revocation store does.</summary>
public abstract class RevocationStoreContract
{
    private static readonly DateTimeOffset s_now = ManualTimeProvider.Start;

    protected abstract IRevocationStore CreateStore();

    [Fact]
    public async Task What_was_not_revoked_is_not_found()
    {
        IRevocationStore store = CreateStore();
        await store.AddAsync(new Revocation(RevocationTarget.Session("ses_1"), null, s_now), default);

        Assert.Null(await store.FindAsync([], default));
        Assert.Null(await store.FindAsync([RevocationTarget.Session("ses_2"), RevocationTarget.Principal(User("alice"))], default));
    }

    [Fact]
    public async Task The_first_target_that_is_revoked_is_found()
    {
        IRevocationStore store = CreateStore();
        Revocation session = new(RevocationTarget.Session("ses_1"), "leaked", s_now);
        Revocation hop = new(RevocationTarget.Hop("hop_1"), null, s_now);
        await store.AddAsync(hop, default);
        await store.AddAsync(session, default);

        Assert.Equal(session, await store.FindAsync([RevocationTarget.Session("ses_0"), session.Target, hop.Target], default));
        Assert.Equal(hop, await store.FindAsync([hop.Target, session.Target], default));
    }

    [Fact]
    public async Task What_is_revoked_twice_keeps_its_first_reason()
    {
        IRevocationStore store = CreateStore();
        RevocationTarget target = RevocationTarget.Principal(User("alice"));
        Revocation first = new(target, "left", s_now);

        Assert.Equal(first, await store.AddAsync(first, default));
        Assert.Equal(first, await store.AddAsync(new Revocation(target, "again", s_now.AddHours(1)), default));
        Assert.Equal(first, await store.FindAsync([target], default));
    }

    [Fact]
    public async Task What_is_removed_is_no_longer_revoked_and_is_removed_once()
    {
        IRevocationStore store = CreateStore();
        RevocationTarget target = RevocationTarget.Hop("hop_1");
        await store.AddAsync(new Revocation(target, null, s_now), default);

        Assert.True(await store.RemoveAsync(target, default));
        Assert.Null(await store.FindAsync([target], default));
        Assert.False(await store.RemoveAsync(target, default));
    }

    [Fact]
    public async Task Targets_of_different_kinds_and_of_different_case_are_different()
    {
        IRevocationStore store = CreateStore();
        await store.AddAsync(new Revocation(RevocationTarget.Session("x"), null, s_now), default);

        Assert.Null(await store.FindAsync([RevocationTarget.Hop("x"), RevocationTarget.Session("X")], default));
    }
}

using static AgentGuard.Principal;

namespace AgentGuard.Tests.Delegation;

public sealed class RevocationsTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly Revocations _revocations;

    public RevocationsTests() => _revocations = new Revocations(new InMemoryRevocationStore(), _clock);

    [Fact]
    public async Task A_scope_that_nothing_touches_is_not_revoked()
    {
        using AgentScope run = AgentScope.Begin(User("alice"), Agent("bot"));
        await _revocations.RevokeAsync(RevocationTarget.Principal(Agent("other")));
        await _revocations.RevokeAsync(RevocationTarget.Principal(Service("bot")));

        Assert.Null(await _revocations.FindAsync(run, default));
    }

    [Fact]
    public async Task Revoking_a_principal_revokes_every_chain_that_it_is_in_wherever_it_stands()
    {
        using AgentScope run = AgentScope.Begin(User("alice"), Hop.Asserted(Agent("middle")), Agent("bot"));
        foreach (Hop hop in run.Chain.Hops)
        {
            RevocationTarget target = RevocationTarget.Principal(hop.Principal);
            Revocation revocation = await _revocations.RevokeAsync(target, "left");

            Assert.Equal(new Revocation(target, "left", ManualTimeProvider.Start), revocation);
            Assert.Equal(revocation, await _revocations.FindAsync(run, default));
            Assert.True(await _revocations.RestoreAsync(target));
            Assert.Null(await _revocations.FindAsync(run, default));
        }
    }

    [Fact]
    public async Task Revoking_a_hop_revokes_all_below_it_and_nothing_beside_or_above_it()
    {
        using AgentScope root = AgentScope.Begin(User("alice"));
        AgentScope beside = AgentScope.Begin(Agent("bot"));
        beside.Dispose();
        using AgentScope hop = AgentScope.Begin(Agent("bot"));
        using AgentScope below = AgentScope.Begin(Agent("sub"));

        Revocation revocation = await _revocations.RevokeAsync(RevocationTarget.Hop(hop.Chain.Acting.Id));

        Assert.Equal(revocation, await _revocations.FindAsync(hop, default));
        Assert.Equal(revocation, await _revocations.FindAsync(below, default));
        Assert.Null(await _revocations.FindAsync(root, default));
        Assert.Null(await _revocations.FindAsync(beside, default));
    }

    [Fact]
    public async Task Revoking_a_session_revokes_all_its_scopes_and_no_other_session()
    {
        GuardSession session = GuardSession.Create();
        using AgentScope run = AgentScope.Begin(session, User("alice"), Agent("bot"));
        using AgentScope inner = AgentScope.Begin(Agent("sub"));

        await _revocations.RevokeAsync(RevocationTarget.Session(session.Id));

        Assert.NotNull(await _revocations.FindAsync(run, default));
        Assert.NotNull(await _revocations.FindAsync(inner, default));
        run.Dispose();
        using AgentScope other = AgentScope.Begin(User("alice"), Agent("bot"));
        Assert.Null(await _revocations.FindAsync(other, default));
    }

    [Fact]
    public async Task A_principal_whose_name_imitates_another_is_another()
    {
        await _revocations.RevokeAsync(RevocationTarget.Principal(User("a\", User::\"b")));

        Assert.False(await _revocations.IsRevokedAsync(User("a"), default));
        Assert.False(await _revocations.IsRevokedAsync(User("b"), default));
        Assert.True(await _revocations.IsRevokedAsync(User("a\", User::\"b"), default));
    }

    [Fact]
    public void A_target_has_a_value()
    {
        Assert.Throws<ArgumentException>(() => RevocationTarget.Session(""));
        Assert.Throws<ArgumentException>(() => RevocationTarget.Hop(""));
        Assert.Throws<ArgumentNullException>(() => RevocationTarget.Principal(null!));
    }
}

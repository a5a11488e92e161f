using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.Delegation;

public sealed class GuardSessionTests
{
    [Fact]
    public void A_session_id_is_128_random_bits()
    {
        string[] ids = [.. Enumerable.Range(0, 1000).Select(_ => GuardSession.Create().Id)];

        Assert.Equal(1000, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(id.StartsWith("ses_", StringComparison.Ordinal) && id.Length == 36));
    }

    [Fact]
    public void A_session_is_bound_to_its_first_root()
    {
        GuardSession session = GuardSession.Create();
        AgentScope.Begin(session, User("alice"), Agent("bot")).Dispose();

        Assert.Equal(User("alice"), session.Root);
        AgentScope.Begin(session, User("alice"), Agent("other")).Dispose();
        Assert.Throws<InvalidOperationException>(() => AgentScope.Begin(session, User("bob")));
        Assert.Throws<InvalidOperationException>(() => AgentScope.Begin(session, Hop.Asserted(User("bob"))));
        Assert.Null(AgentScope.Current);
    }

    [Fact]
    public void A_root_that_is_only_asserted_binds_no_session()
    {
        GuardSession session = GuardSession.Create();
        AgentScope.Begin(session, Hop.Asserted(User("mallory"))).Dispose();

        Assert.Null(session.Root);
        AgentScope.Begin(session, User("alice")).Dispose();
        Assert.Equal(User("alice"), session.Root);
    }

    [Fact]
    public void A_Begin_that_throws_binds_no_session()
    {
        GuardSession session = GuardSession.Create();

        Assert.Throws<InvalidOperationException>(() => AgentScope.Begin(session, Service("cron"), User("alice")));
        Assert.Null(session.Root);
    }

    [Fact]
    public async Task Of_two_roots_at_the_same_instant_exactly_one_binds_the_session()
    {
        GuardSession[] sessions = [.. Enumerable.Range(0, 20_000).Select(_ => GuardSession.Create())];
        int[] arrived = new int[sessions.Length];

        bool[][] bound = await Task.WhenAll(new[] { "alice", "bob" }.Select(name => Task.Factory.StartNew(
            () =>
            {
                Hop root = User(name);
                return Array.ConvertAll([.. Enumerable.Range(0, sessions.Length)], (int i) =>
                {
                    bool isLast = Interlocked.Increment(ref arrived[i]) == 2;
                    SpinWait spin = default;
                    while (Volatile.Read(ref arrived[i]) < 2)
                    {
                        spin.SpinOnce(sleep1Threshold: -1);
                    }

                    // The other hears of it later, nobody knows by how much: in some of the rounds by this much.
                    Thread.SpinWait(isLast ? i % 64 : 0);
                    return sessions[i].TryBind(root);
                });
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.All(Enumerable.Range(0, sessions.Length), i => Assert.True(bound[0][i] ^ bound[1][i]));
        Assert.All(Enumerable.Range(0, sessions.Length), i => Assert.Equal(bound[0][i] ? "alice" : "bob", sessions[i].Root!.Id));
    }

    [Theory]
    [InlineData("id")]
    [InlineData("tenant")]
    public void No_attribute_passes_for_the_sessions_own(string name)
    {
        CedarRecord attributes = new([KeyValuePair.Create<string, Value>(name, "forged")]);

        Assert.Throws<ArgumentException>(() => GuardSession.Create("acme", attributes));
        Assert.Throws<ArgumentException>(() => GuardSession.CreateWithId("ses_1", "acme", attributes));
        Assert.Throws<ArgumentException>(() => GuardSession.Resume("ses_1", "acme", attributes));
    }

    [Fact]
    public void Ids_and_tenants_are_well_formed()
    {
        foreach (string text in new[] { "", "\ud800", "a\udc00b", "\ud800\ud800", "\udc00\ud800" })
        {
            Assert.Throws<ArgumentException>(() => GuardSession.Resume(text));
            Assert.Throws<ArgumentException>(() => GuardSession.CreateWithId(text));
            Assert.Throws<ArgumentException>(() => GuardSession.CreateWithId("ses_1", text));
            Assert.Throws<ArgumentException>(() => GuardSession.Create(text));
            Assert.Throws<ArgumentException>(() => GuardSession.Resume("ses_1", text));
        }

        Assert.Equal("😀", GuardSession.Create("😀").Tenant);
    }
}

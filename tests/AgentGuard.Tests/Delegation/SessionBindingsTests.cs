using static AgentGuard.Principal;

namespace AgentGuard.Tests.Delegation;

public sealed class SessionBindingsTests
{
    [Fact]
    public void An_id_that_comes_back_belongs_to_its_first_tenant_and_root()
    {
        SessionBindings bindings = new();

        Assert.True(bindings.TryBind(GuardSession.Resume("ses_1", "acme"), User("alice")));
        Assert.True(bindings.TryBind(GuardSession.Resume("ses_1", "acme"), User("alice")));
        Assert.False(bindings.TryBind(GuardSession.Resume("ses_1", "acme"), User("bob")));
        Assert.False(bindings.TryBind(GuardSession.Resume("ses_1", "umbrella"), User("alice")));
        Assert.False(bindings.TryBind(GuardSession.Resume("ses_1"), User("alice")));
        Assert.True(bindings.TryBind(GuardSession.Resume("ses_1", "acme"), User("alice")));
        Assert.True(bindings.TryBind(GuardSession.Resume("ses_2", "umbrella"), User("bob")));
    }

    [Fact]
    public async Task Of_many_roots_in_parallel_one_gets_the_id()
    {
        SessionBindings bindings = new();

        bool[] bound = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() =>
            bindings.TryBind(GuardSession.Resume("ses_1"), User($"user{i}")))));

        Assert.Single(bound, true);
    }

    [Fact]
    public void The_ids_that_were_seen_last_are_never_forgotten_and_the_others_in_the_end()
    {
        SessionBindings bindings = new(capacity: 10);
        bindings.TryBind(GuardSession.Resume("kept"), User("alice"));
        bindings.TryBind(GuardSession.Resume("forgotten"), User("alice"));
        for (int i = 0; i < 100; i++)
        {
            Assert.True(bindings.TryBind(GuardSession.Resume($"ses_{i}"), User("bob")));
            Assert.False(bindings.TryBind(GuardSession.Resume("kept"), User("bob")));
        }

        Assert.True(bindings.TryBind(GuardSession.Resume("forgotten"), User("bob")));
    }
}

using static AgentGuard.Principal;

namespace AgentGuard.Tests.Delegation;

public sealed class AgentScopeTests
{
    [Fact]
    public void Without_a_scope_nobody_acts() => Assert.Null(AgentScope.Current);

    [Fact]
    public void A_scope_is_current_until_it_is_disposed()
    {
        using (AgentScope run = AgentScope.Begin(User("alice"), Agent("bot")))
        {
            Assert.Same(run, AgentScope.Current);
            Assert.False(run.IsEnded);
            Assert.Equal([User("alice"), Agent("bot")], run.Chain.Principals);
        }

        Assert.Null(AgentScope.Current);
    }

    [Fact]
    public void Without_a_session_each_outermost_scope_gets_a_fresh_one()
    {
        using AgentScope first = AgentScope.Begin(User("alice"));
        first.Dispose();
        using AgentScope second = AgentScope.Begin(User("alice"));

        Assert.NotEqual(first.Session.Id, second.Session.Id);
    }

    [Fact]
    public void Inside_a_scope_Begin_appends_to_the_chain_and_keeps_the_session()
    {
        using AgentScope outer = AgentScope.Begin(User("alice"), Agent("bot"));
        using AgentScope inner = AgentScope.Begin(Agent("sub"), Service("mailer"));

        Assert.Same(outer, inner.Parent);
        Assert.Same(outer.Session, inner.Session);
        Assert.Equal([User("alice"), Agent("bot"), Agent("sub"), Service("mailer")], inner.Chain.Principals);
        Assert.Equal(User("alice"), inner.Chain.Root.Principal);
        Assert.Equal(Service("mailer"), inner.Chain.Acting.Principal);
        Assert.Equal(2, outer.Chain.Depth);
        Assert.Equal(4, inner.Chain.Depth);
    }

    [Fact]
    public void Inside_a_scope_its_own_session_may_be_named()
    {
        GuardSession session = GuardSession.Create("acme");
        using AgentScope outer = AgentScope.Begin(session, User("alice"));
        using AgentScope inner = AgentScope.Begin(GuardSession.Resume(session.Id, "acme"), Agent("bot"));

        Assert.Same(session, inner.Session);
    }

    [Theory]
    [InlineData("other", "acme")]
    [InlineData("same", "umbrella")]
    [InlineData("same", null)]
    public void Inside_a_scope_another_session_throws(string id, string? tenant)
    {
        using AgentScope outer = AgentScope.Begin(GuardSession.CreateWithId("same", "acme"), User("alice"));

        Assert.Throws<InvalidOperationException>(() => AgentScope.Begin(GuardSession.Resume(id, tenant), Agent("bot")));
        Assert.Same(outer, AgentScope.Current);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("bob")]
    public void Inside_a_scope_a_user_throws_even_the_root_itself(string user)
    {
        using AgentScope outer = AgentScope.Begin(User("alice"), Agent("bot"));

        Assert.Throws<InvalidOperationException>(() => AgentScope.Begin(User(user), Agent("bot")));
        Assert.Throws<InvalidOperationException>(() => AgentScope.Begin(outer.Session, Agent("sub"), User(user)));
        Assert.Throws<InvalidOperationException>(() => AgentScope.Begin(Hop.Asserted(User(user))));
        Assert.Same(outer, AgentScope.Current);
    }

    [Fact]
    public void A_user_stands_nowhere_but_at_the_root() =>
        Assert.Throws<InvalidOperationException>(() => AgentScope.Begin(Service("cron"), User("alice")));

    [Fact]
    public void A_scope_needs_a_hop_and_no_hop_is_null()
    {
        Assert.Throws<ArgumentException>(() => AgentScope.Begin());
        Assert.Throws<ArgumentException>(() => AgentScope.Begin(GuardSession.Create()));
        Assert.Throws<ArgumentException>(() => AgentScope.Begin(User("alice"), (Hop)null!));
        Assert.Null(AgentScope.Current);
    }

    [Fact]
    public void A_chain_rooted_in_an_agent_begins_and_is_no_valid_root()
    {
        using AgentScope run = AgentScope.Begin(Agent("bot"));

        Assert.False(run.Chain.HasValidRoot);
    }

    [Fact]
    public void A_root_that_is_only_asserted_is_no_valid_root()
    {
        using AgentScope run = AgentScope.Begin(Hop.Asserted(User("alice")), Agent("bot"));

        Assert.False(run.Chain.HasValidRoot);
    }

    [Fact]
    public void Users_services_and_workloads_are_valid_roots()
    {
        foreach (Hop root in new Hop[] { User("alice"), Service("cron"), Workload("spiffe://example.org/runner") })
        {
            using AgentScope run = AgentScope.Begin(root, Agent("bot"));
            Assert.True(run.Chain.HasValidRoot);
        }
    }

    [Fact]
    public async Task A_scope_is_seen_across_await_and_by_the_tasks_that_it_starts()
    {
        using AgentScope run = AgentScope.Begin(User("alice"), Agent("bot"));
        await Task.Yield();

        Assert.Same(run, AgentScope.Current);
        Assert.Same(run, await Task.Run(() => AgentScope.Current));
        Assert.Same(run, await Task.Run(async () =>
        {
            await Task.Yield();
            return AgentScope.Current;
        }));
    }

    [Fact]
    public async Task Parallel_branches_do_not_see_each_others_scopes()
    {
        using AgentScope run = AgentScope.Begin(User("alice"), Agent("bot"));

        AgentScope?[] seen = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () =>
        {
            using AgentScope branch = AgentScope.Begin(Agent($"sub{i}"));
            await Task.Yield();
            return ReferenceEquals(AgentScope.Current, branch) && branch.Chain.Acting.Principal.Id == $"sub{i}" ? branch.Parent : null;
        })));

        Assert.All(seen, parent => Assert.Same(run, parent));
        Assert.Same(run, AgentScope.Current);
    }

    [Fact]
    public async Task A_background_task_that_captured_a_scope_sees_that_it_has_ended()
    {
        TaskCompletionSource begun = new();
        TaskCompletionSource gate = new();
        Task<(AgentScope? Scope, bool IsEnded)> background;
        using (AgentScope.Begin(User("alice"), Agent("bot")))
        {
            background = Task.Run(async () =>
            {
                using AgentScope inner = AgentScope.Begin(Agent("sub"));
                begun.SetResult();
                await gate.Task;
                return (AgentScope.Current, AgentScope.Current!.IsEnded);
            });
            await begun.Task;
        }

        gate.SetResult();
        (AgentScope? scope, bool isEnded) = await background;

        Assert.Equal(Agent("sub"), scope!.Chain.Acting.Principal);
        Assert.True(isEnded);
    }

    [Fact]
    public async Task Nothing_begins_under_an_ended_scope_not_even_with_a_root_of_its_own()
    {
        TaskCompletionSource gate = new();
        Task<AgentScope> agent;
        Task<AgentScope> root;
        using (AgentScope.Begin(User("alice"), Agent("bot")))
        {
            agent = Task.Run(async () =>
            {
                await gate.Task;
                return AgentScope.Begin(Agent("sub"));
            });
            root = Task.Run(async () =>
            {
                await gate.Task;
                return AgentScope.Begin(GuardSession.Create(), Service("cron"), Agent("bot"));
            });
        }

        gate.SetResult();

        await Assert.ThrowsAsync<InvalidOperationException>(() => agent);
        await Assert.ThrowsAsync<InvalidOperationException>(() => root);
    }

    [Fact]
    public async Task A_worker_started_without_the_flow_begins_its_own_root()
    {
        using AgentScope run = AgentScope.Begin(User("alice"), Agent("bot"));
        Task<AgentScope?> worker;
        using (ExecutionContext.SuppressFlow())
        {
            worker = Task.Run(() =>
            {
                using AgentScope own = AgentScope.Begin(Service("cron"));
                return own.Parent;
            });
        }

        Assert.Null(await worker);
    }

    [Fact]
    public void Ending_a_scope_ends_the_scopes_inside_it_and_leaves_none_of_them_current()
    {
        AgentScope outer = AgentScope.Begin(User("alice"));
        AgentScope middle = AgentScope.Begin(Agent("bot"));
        AgentScope inner = AgentScope.Begin(Agent("sub"));

        middle.Dispose();

        Assert.True(middle.IsEnded);
        Assert.True(inner.IsEnded);
        Assert.False(outer.IsEnded);
        Assert.Same(outer, AgentScope.Current);

        inner.Dispose();
        Assert.Same(outer, AgentScope.Current);

        outer.Dispose();
        Assert.Null(AgentScope.Current);
    }

    [Fact]
    public void Disposing_twice_does_nothing_the_second_time()
    {
        AgentScope first = AgentScope.Begin(User("alice"));
        first.Dispose();
        using AgentScope second = AgentScope.Begin(User("bob"));

        first.Dispose();

        Assert.Same(second, AgentScope.Current);
        Assert.False(second.IsEnded);
    }

    [Fact]
    public async Task Ending_a_scope_in_another_flow_ends_it_here_too()
    {
        AgentScope run = AgentScope.Begin(User("alice"));

        await Task.Run(run.Dispose);

        Assert.Same(run, AgentScope.Current);
        Assert.True(AgentScope.Current!.IsEnded);
        run.Dispose();
    }

    [Fact]
    public void Entering_makes_a_scope_current_again_and_leaving_restores_what_was()
    {
        AgentScope alice = AgentScope.Begin(User("alice"));
        AsyncFlow.Forget();
        using AgentScope bob = AgentScope.Begin(User("bob"));

        IDisposable entry = alice.Enter();
        Assert.Same(alice, AgentScope.Current);
        using (AgentScope inner = AgentScope.Begin(Agent("sub")))
        {
            Assert.Same(alice, inner.Parent);
        }

        entry.Dispose();
        Assert.Same(bob, AgentScope.Current);

        entry.Dispose();
        Assert.Same(bob, AgentScope.Current);
    }

    [Fact]
    public async Task An_iterator_keeps_the_scope_by_entering_it_before_each_step()
    {
        using AgentScope run = AgentScope.Begin(User("alice"), Agent("bot"));
        AsyncFlow.Forget();

        List<AgentScope?> seen = [];
        await foreach (AgentScope? scope in StepsAsync(run))
        {
            seen.Add(scope);
            Assert.Null(AgentScope.Current);
        }

        Assert.Equal([run, run, run], seen);
    }

    [Fact]
    public void Entering_does_not_reopen_an_ended_scope()
    {
        AgentScope run = AgentScope.Begin(User("alice"));
        run.Dispose();

        using IDisposable entry = run.Enter();

        Assert.True(AgentScope.Current!.IsEnded);
        Assert.Throws<InvalidOperationException>(() => AgentScope.Begin(Agent("sub")));
    }

    [Fact]
    public void A_scope_of_ten_thousand_nested_agents_is_counted_and_not_truncated()
    {
        AgentScope outermost = AgentScope.Begin(User("alice"));
        AgentScope innermost = outermost;
        for (int i = 0; i < 10_000; i++)
        {
            innermost = AgentScope.Begin(Agent("bot"));
        }

        Assert.Equal(10_001, innermost.Chain.Depth);
        Assert.Equal(User("alice"), innermost.Chain.Root.Principal);
        Assert.False(innermost.IsEnded);
        outermost.Dispose();
        Assert.True(innermost.IsEnded);
        Assert.Null(AgentScope.Current);
    }

    private static async IAsyncEnumerable<AgentScope?> StepsAsync(AgentScope run)
    {
        for (int i = 0; i < 3; i++)
        {
            AgentScope? seen;
            using (run.Enter())
            {
                seen = AgentScope.Current;
            }

            yield return seen;
            await Task.Yield();
        }
    }
}

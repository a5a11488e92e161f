using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.Guard;

/// <summary>Who answers for a call: every hop of its chain.</summary>
public sealed class WhoActsTests : IDisposable
{
    private readonly GuardScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Without_a_principal_a_call_is_denied()
    {
        ToolCallRequest nobody = new() { Tool = new ToolDefinition(ToolId.Parse("payments.transfer")), Arguments = ToolArguments.Empty, Scope = null };

        await _scene.AssertDeniedAsync(DenyReasons.MissingPrincipal, nobody);

        Assert.Equal("", Assert.Single(_scene.Audit.Entries).Chain);
    }

    [Fact]
    public async Task A_chain_rooted_in_an_agent_is_denied() =>
        await _scene.AssertDeniedAsync(DenyReasons.InvalidRoot, scope: GuardScene.Begin(Agent("bot")));

    [Fact]
    public async Task A_chain_rooted_in_somebody_of_an_unknown_type_is_denied() =>
        await _scene.AssertDeniedAsync(DenyReasons.InvalidRoot, scope: GuardScene.Begin(new EntityUid("Corp::User", "alice"), Agent("bot")));

    [Fact]
    public async Task A_root_that_is_only_asserted_is_denied_and_does_not_lock_the_sessions_owner_out()
    {
        await _scene.AssertDeniedAsync(DenyReasons.InvalidRoot, scope: GuardScene.Begin(GuardSession.CreateWithId("ses_1"), Hop.Asserted(User("mallory")), Agent("bot")));

        await _scene.AssertExecutedAsync(scope: GuardScene.Begin(GuardSession.Resume("ses_1"), User("alice"), Agent("bot")));
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    [InlineData(1000, false)]
    public async Task A_chain_over_the_depth_limit_is_refused_and_never_truncated(int depth, bool isAllowed)
    {
        AgentScope scope = GuardScene.Begin([User("alice"), .. Enumerable.Range(1, depth - 1).Select(i => (Hop)Agent($"bot{i}"))]);

        if (isAllowed)
        {
            await _scene.AssertExecutedAsync(scope: scope);
        }
        else
        {
            await _scene.AssertDeniedAsync(DenyReasons.ChainTooDeep, scope: scope);
        }
    }

    [Fact]
    public async Task A_call_under_an_ended_scope_is_denied()
    {
        AgentScope scope = GuardScene.Begin(User("alice"), Agent("bot"));
        scope.Dispose();

        await _scene.AssertDeniedAsync(DenyReasons.ScopeEnded, scope: scope);
    }

    [Fact]
    public async Task A_captured_context_makes_no_call_once_its_scope_has_ended()
    {
        TaskCompletionSource isOver = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<ToolCallOutcome> late;
        using (AgentScope.Begin(User("alice"), Agent("bot")))
        {
            late = Task.Run(async () =>
            {
                await isOver.Task;
                return await _scene.InvokeAsync(new ToolCallRequest
                {
                    Tool = new ToolDefinition(ToolId.Parse("payments.transfer")),
                    Arguments = ToolArguments.Empty,
                });
            });
        }

        isOver.SetResult();

        _scene.AssertDenied(DenyReasons.ScopeEnded, await late, runsBefore: 0);
    }

    [Fact]
    public async Task A_scope_that_ends_between_decision_and_start_stops_the_tool_and_gives_the_reservation_back()
    {
        ToolCallAdmission admission = await _scene.Guard.AdmitAsync(_scene.Call());
        _scene.Scope.Dispose();

        _scene.AssertDenied(DenyReasons.ScopeEnded, await admission.RunAsync(_scene.RunAsync), runsBefore: 0);
        Assert.Equal([InvocationOutcome.Released], await _scene.HistoryAsync());
        Assert.Equal([InvocationOutcome.Admitted, InvocationOutcome.Released], _scene.Audited());
    }

    [Fact]
    public async Task An_agent_never_gains_what_its_user_lacks()
    {
        _scene.Edit("permit (principal == Agent::\"bot\", action, resource);").Guard.Policies.Reload();

        await _scene.AssertDeniedAsync(DenyReasons.NotPermitted);
    }

    [Fact]
    public async Task A_sub_agent_never_gains_what_its_parent_lacks()
    {
        _scene.Edit("permit (principal, action, resource) unless { principal == Agent::\"bot\" };").Guard.Policies.Reload();

        await _scene.AssertDeniedAsync(DenyReasons.NotPermitted, scope: GuardScene.Begin(User("alice"), Agent("bot"), Agent("helper")));
        await _scene.AssertExecutedAsync(scope: GuardScene.Begin(User("alice"), Agent("helper")));
    }

    [Fact]
    public async Task An_asserted_hop_only_takes_away()
    {
        const string onlyShortChains = """
            permit (principal is User, action, resource);
            permit (principal == Agent::"bot", action, resource);
            permit (principal == Agent::"vip", action, resource);
            @id("short") forbid (principal, action, resource) unless { context.delegation.depth == 2 && context.delegation.acting == Agent::"bot" };
            """;
        _scene.Edit(onlyShortChains).Guard.Policies.Reload();

        // What is not verified is no fact: a hop that may do everything neither lengthens the chain nor becomes the one who acts.
        await _scene.AssertExecutedAsync(scope: GuardScene.Begin(User("alice"), Agent("bot"), Hop.Asserted(Agent("vip"))));
        await _scene.AssertDeniedAsync(DenyReasons.NotPermitted, scope: GuardScene.Begin(User("alice"), Agent("bot"), Hop.Asserted(Agent("stranger"))));
        await _scene.AssertDeniedAsync(DenyReasons.Forbidden, scope: GuardScene.Begin(User("alice"), Hop.Asserted(Agent("bot"))));
    }

    [Fact]
    public async Task Claims_of_an_asserted_namesake_and_of_an_earlier_hop_are_not_a_later_hops_own()
    {
        _scene.Edit("""
            permit (principal is User, action, resource);
            permit (principal is Agent, action, resource) when { principal.claims has scope && principal.claims.scope == "pay" };
            """).Guard.Policies.Reload();
        Hop paying = new(Agent("bot")) { Claims = new CedarRecord([new("scope", "pay")]) };
        Hop reading = new(Agent("bot")) { Claims = new CedarRecord([new("scope", "read")]) };

        await _scene.AssertExecutedAsync(scope: GuardScene.Begin(User("alice"), paying));
        await _scene.AssertDeniedAsync(DenyReasons.NotPermitted, scope: GuardScene.Begin(User("alice"), paying, reading));
        await _scene.AssertDeniedAsync(DenyReasons.NotPermitted, scope: GuardScene.Begin(User("alice"), Hop.Asserted(Agent("bot"))));
    }

    [Fact]
    public async Task Bounds_of_a_hop_deny_by_default_and_are_never_merged_with_the_bundle()
    {
        Hop bounded = new(Agent("bot")) { Bounds = HopBounds.Parse("permit (principal, action == Action::\"mail.read\", resource);") };
        AgentScope scope = GuardScene.Begin(User("alice"), bounded, Agent("helper"));

        await _scene.AssertExecutedAsync(tool: "mail.read", scope: scope);
        await _scene.AssertDeniedAsync(DenyReasons.OutOfBounds, scope: scope);

        _scene.Edit("permit (principal is User, action, resource);").Guard.Policies.Reload();
        await _scene.AssertDeniedAsync(DenyReasons.NotPermitted, tool: "mail.read", scope: scope);
    }

    [Fact]
    public async Task A_bound_that_fails_to_evaluate_denies()
    {
        Hop bounded = new(Agent("bot")) { Bounds = HopBounds.Parse("permit (principal, action, resource); forbid (principal, action, resource) when { context.input.missing > 1 };") };

        await _scene.AssertDeniedAsync(DenyReasons.OutOfBounds, scope: GuardScene.Begin(User("alice"), bounded));
    }

    [Fact]
    public async Task Revoking_a_hop_denies_all_below_it()
    {
        AgentScope scope = GuardScene.Begin(User("alice"), Agent("bot"), Agent("helper"));
        await _scene.Guard.Revocations.RevokeAsync(RevocationTarget.Hop(scope.Chain.Hops[1].Id));

        await _scene.AssertDeniedAsync(DenyReasons.Revoked, scope: scope);
        await _scene.AssertExecutedAsync(scope: GuardScene.Begin(User("alice"), Agent("bot")));
    }

    [Theory]
    [InlineData("User")]
    [InlineData("Agent")]
    [InlineData("Session")]
    public async Task Revoking_a_principal_or_the_session_denies(string what)
    {
        await _scene.Guard.Revocations.RevokeAsync(what switch
        {
            "User" => RevocationTarget.Principal(User("alice")),
            "Agent" => RevocationTarget.Principal(Agent("bot")),
            _ => RevocationTarget.Session(_scene.Scope.Session.Id),
        });

        await _scene.AssertDeniedAsync(DenyReasons.Revoked);
    }

    [Theory]
    [InlineData("acme", "mallory")]
    [InlineData("other", "alice")]
    [InlineData(null, "alice")]
    public async Task A_session_under_another_tenant_or_root_is_denied(string? tenant, string root)
    {
        await _scene.AssertExecutedAsync(scope: GuardScene.Begin(GuardSession.CreateWithId("ses_1", "acme"), User("alice")));

        await _scene.AssertDeniedAsync(DenyReasons.SessionMismatch, scope: GuardScene.Begin(GuardSession.Resume("ses_1", tenant), User(root)));

        AgentScope owner = GuardScene.Begin(GuardSession.Resume("ses_1", "acme"), User("alice"));
        Assert.Equal([InvocationOutcome.Succeeded], await _scene.HistoryAsync(owner));
    }
}

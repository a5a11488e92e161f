using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.Policies;

/// <summary>The bundle of the first screen.</summary>
public sealed class TreasuryPolicyTests
{
    private static readonly PolicyBundle s_bundle = PolicyBundle.Load(RepositoryFolder.Of("policies", "treasury"));

    [Fact]
    public void It_loads_without_a_warning()
    {
        Assert.Equal("treasury", s_bundle.Name);
        Assert.Empty(s_bundle.Warnings);
        Assert.Equal(
            ["treasury.cedar:1", "treasury.cedar:2", "treasury.cedar:3", "large-transfer", "unknown-payee", "no-agent-deletes", "treasury.cedar:19"],
            s_bundle.Policies.Select(policy => policy.Id));
        Assert.Equal("treasury.cedar:5", s_bundle.Policies[3].Position);
    }

    [Fact]
    public void A_large_transfer_is_lifted_by_finance_within_15_minutes()
    {
        ApprovalObligation approval = Assert.IsType<ApprovalObligation>(Assert.Single(s_bundle.Policies[3].Obligations));

        Assert.Equal("finance", approval.Group);
        Assert.Equal(1, approval.Quorum);
        Assert.Equal(TimeSpan.FromMinutes(15), approval.Lifetime);
        Assert.Equal("large transfers need a yes from finance", s_bundle.Policies[3].Advice);
    }

    [Theory]
    [InlineData("alice", 250, true, "treasury.cedar:1", "")]
    [InlineData("alice", 2500, true, "treasury.cedar:1", "large-transfer")]
    [InlineData("alice", 2500, false, "treasury.cedar:1", "large-transfer, unknown-payee")]
    [InlineData("fay", 250, true, "", "")]
    public void A_transfer_is_decided_by_role_amount_and_origin(string user, long amount, bool named, string permits, string forbids) =>
        AssertDecided(User(user), "payments.transfer", amount, named, permits, forbids);

    [Theory]
    [InlineData("payments.transfer", "treasury.cedar:2", "")]
    [InlineData("mail.read", "treasury.cedar:3", "")]
    [InlineData("files.delete", "", "no-agent-deletes")]
    public void An_agent_pays_and_reads_and_never_deletes(string tool, string permits, string forbids) =>
        AssertDecided(Agent("treasury-bot"), tool, amount: 250, named: true, permits, forbids);

    [Theory]
    [InlineData("fay", "treasury.cedar:19")]
    [InlineData("alice", "")]
    public void Only_finance_may_approve(string user, string permits) =>
        AssertDecided(User(user), "agentguard.approve", amount: 250, named: true, permits, forbids: "");

    private static void AssertDecided(EntityUid principal, string action, long amount, bool named, string permits, string forbids)
    {
        CedarSet origin = new(named ? ["user"] : ["mail.read"]);
        CedarRecord context = new(
        [
            new("input", new CedarRecord([new("amount", amount)])),
            new("origin", new CedarRecord([new("to", origin)])),
        ]);
        AuthorizationResult result = s_bundle.PolicySet.Authorize(
            new CedarRequest(principal, new EntityUid("Action", action), new EntityUid("Account", "DE02"), context), s_bundle.Entities);

        Assert.Equal(permits, string.Join(", ", Ids(result.Permits)));
        Assert.Equal(forbids, string.Join(", ", Ids(result.Forbids)));
        Assert.Empty(result.Errors.ToArray());
    }

    private static IEnumerable<string> Ids(ReadOnlySpan<CompiledPolicy> policies) => policies.ToArray().Select(policy => s_bundle.Policies[policy.Index].Id);
}

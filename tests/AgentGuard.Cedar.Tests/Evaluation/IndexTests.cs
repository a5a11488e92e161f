using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Evaluation;

public sealed class IndexTests
{
    [Theory]
    [InlineData("""permit (principal, action, resource);""", 1, true)]
    [InlineData("""permit (principal == User::"alice", action, resource);""", 1, true)]
    [InlineData("""permit (principal == User::"bob", action, resource);""", 0, false)]
    [InlineData("""permit (principal in User::"alice", action, resource);""", 1, true)]
    [InlineData("""permit (principal in Group::"everyone", action, resource);""", 1, true)]
    [InlineData("""permit (principal == Group::"everyone", action, resource);""", 0, false)]
    [InlineData("""permit (principal in Group::"bosses", action, resource);""", 0, false)]
    [InlineData("""permit (principal is User, action, resource);""", 1, true)]
    [InlineData("""permit (principal is Agent, action, resource);""", 1, false)]
    [InlineData("""permit (principal is User in Group::"staff", action, resource);""", 1, true)]
    [InlineData("""permit (principal is Agent in Group::"staff", action, resource);""", 1, false)]
    [InlineData("""permit (principal, action == Action::"edit", resource);""", 1, true)]
    [InlineData("""permit (principal, action == Action::"write", resource);""", 0, false)]
    [InlineData("""permit (principal, action in Action::"write", resource);""", 1, true)]
    [InlineData("""permit (principal, action in [Action::"write", Action::"edit", Action::"read"], resource);""", 1, true)]
    [InlineData("""permit (principal, action in [Action::"read"], resource);""", 0, false)]
    [InlineData("""permit (principal, action in [], resource);""", 0, false)]
    [InlineData("""permit (principal, action, resource == Document::"plan");""", 1, true)]
    [InlineData("""permit (principal, action, resource in Folder::"plans");""", 1, true)]
    [InlineData("""permit (principal, action, resource is Document in Folder::"other");""", 0, false)]
    [InlineData("""permit (principal == User::"alice", action == Action::"edit", resource == Document::"plan");""", 1, true)]
    public void A_head_is_looked_at_and_met(string policy, int considered, bool met)
    {
        AuthorizationResult result = World.Ask(policy);

        Assert.Equal(considered, result.Considered);
        Assert.Equal(met, result.Decision == CedarDecision.Allow);
    }

    [Fact]
    public void A_policy_with_several_actions_is_looked_at_once_a_request()
    {
        PolicySet set = World.Policies("""permit (principal, action in [Action::"edit", Action::"write"], resource);""");
        AuthorizationResult result = new();
        for (int i = 0; i < 3; i++)
        {
            set.Authorize(World.Request, World.Entities, result);
            Assert.Equal("policy0", World.Ids(result.Permits));
            Assert.Equal(1, result.Considered);
        }
    }

    [Fact]
    public void A_policy_is_kept_under_the_principal_or_the_resource_that_it_shares_with_fewer()
    {
        string shared = string.Concat(Enumerable.Range(0, 50).Select(i => $"""permit (principal == User::"u{i}", action, resource == Document::"plan"); permit (principal == User::"alice", action, resource == Document::"d{i}");"""));
        AuthorizationResult result = World.Ask(shared + """permit (principal == User::"alice", action, resource in Folder::"plans");""");

        Assert.Equal("policy100", World.Ids(result.Permits));
        Assert.Equal(1, result.Considered);
    }

    [Fact]
    public void An_entity_that_is_not_there_meets_heads_by_its_uid_alone()
    {
        CedarRequest request = new(new EntityUid("User", "nobody"), new EntityUid("Action", "edit"), new EntityUid("Document", "none"));
        AuthorizationResult result = World.Policies("""
            permit (principal == User::"nobody", action, resource);
            permit (principal in User::"nobody", action, resource);
            permit (principal is User, action, resource);
            permit (principal in Group::"everyone", action, resource);
            """).Authorize(request, EntityStore.Empty);

        Assert.Equal("policy0 policy1 policy2", World.Ids(result.Permits));
    }
}

namespace AgentGuard.Tests.Policies;

/// <summary>Policies that change nothing, and those that only look like it.</summary>
public sealed class BundleAnalysisTests
{
    private const string Catalog = """
        { "tools": { "payments.transfer": { "groups": ["money"] }, "payments.refund": { "groups": ["money"] }, "mail.read": { "groups": ["read_only"] } } }
        """;

    [Theory]
    [InlineData("permit (principal, action, resource);", "treasury.cedar:1:1: warning: this permit lets everybody call every tool, and say yes to every held call → name who may do what in its head")]
    [InlineData("""
        @id("a") permit (principal is User, action in Action::"money", resource) when { principal.level > 2 };
        @id("b") permit (principal is User, action in Action::"money", resource) when { (principal.level) > 2 };
        """, "treasury.cedar:2:1: warning: this policy says the same as `a` at treasury.cedar:1 → take one of the two away")]
    [InlineData("""
        permit (principal is User, action in Action::"money", resource);
        permit (principal == User::"alice", action == Action::"payments.transfer", resource) when { context.input.amount < 5 };
        """, "treasury.cedar:2:1: warning: this permit changes nothing: the one at treasury.cedar:1 permits all of it already → take it away, or narrow the other one")]
    [InlineData("""
        permit (principal in Group::"staff", action, resource is Account) when { context.input.amount < 5 };
        permit (principal is User in Group::"staff", action in [Action::"mail.read"], resource == Account::"a") when { context.input.amount < 5 };
        """, "treasury.cedar:2:1: warning: this permit changes nothing: the one at treasury.cedar:1 permits all of it already → take it away, or narrow the other one")]
    [InlineData("""
        permit (principal is User, action in Action::"money", resource);
        @id("never") forbid (principal, action in [Action::"payments.transfer", Action::"payments.refund"], resource);
        """, "treasury.cedar:1:1: warning: this permit permits nothing: `never` at treasury.cedar:2 forbids all that it is about → take one of the two away")]
    [InlineData("""
        permit (principal is User, action, resource);
        forbid (principal is Agent, action in Action::"money", resource);
        @approval("finance") @advice("ask") forbid (principal is Agent, action == Action::"payments.transfer", resource) when { context.input.amount > 5 };
        permit (principal is Agent, action == Action::"mail.read", resource);
        permit (principal is Agent, action == Action::"payments.transfer", resource) when { true };
        """,
        "treasury.cedar:5:1: warning: this permit permits nothing: the one at treasury.cedar:2 forbids all that it is about → take one of the two away\n"
        + "treasury.cedar:3:1: warning: this forbid changes nothing: the one at treasury.cedar:2 forbids all of it already → take it away, or narrow the other one")]
    [InlineData("""
        permit (principal is User, action in Action::"read_only", resource);
        @id("asked") @confirm forbid (principal, action in Action::"money", resource);
        """, "treasury.cedar:2:1: warning: nothing permits what this forbid is about, so nobody is ever asked to lift it → permit it to whom it is for; a yes lifts a forbid, and permits nothing")]
    [InlineData("""
        permit (principal, action in Action::"money", resource);
        @id("confirmed") @confirm forbid (principal, action in Action::"money", resource);
        @id("asked") @approval("finance") forbid (principal, action == Action::"payments.transfer", resource);
        @id("also-asked") @approval("board") forbid (principal, action == Action::"payments.refund", resource);
        """, "treasury.cedar:3:1: warning: nobody may give the yes that this forbid waits for → add `permit (principal in Group::\"finance\", action == Action::\"agentguard.approve\", resource);`")]
    [InlineData("""
        permit (principal, action in Action::"money", resource);
        permit (principal in Group::"finance", action == Action::"agentguard.approve", resource) when { principal.ok };
        @id("asked") @approval("finance") forbid (principal, action == Action::"payments.transfer", resource);
        """, "")]
    [InlineData("""
        @id("asked") @approval("finance") forbid (principal, action in Action::"money", resource);
        @id("also-asked") @confirm forbid (principal, action in Action::"read_only", resource);
        """, "treasury.cedar:1:1: warning: no policy permits anything, so every call is denied → permit what is to happen, and to whom; a forbid only takes away")]
    public void A_policy_that_changes_nothing_is_warned_of(string policies, string warnings) => Assert.Equal(warnings, Warnings(policies));

    [Theory]
    [InlineData("permit (principal is User, action, resource); permit (principal in Group::\"finance\", action == Action::\"agentguard.approve\", resource);")]
    [InlineData("permit (principal is User, action, resource) when { principal.ok }; permit (principal == User::\"a\", action, resource);")]
    [InlineData("permit (principal, action == Action::\"mail.read\", resource); permit (principal, action in Action::\"money\", resource); permit (principal is User, action, resource);")]
    [InlineData("permit (principal is User, action, resource); @shadow forbid (principal, action, resource) when { true }; @shadow permit (principal == User::\"a\", action, resource);")]
    [InlineData("permit (principal is User, action, resource); forbid (principal is Agent, action, resource); @advice(\"a\") forbid (principal is Agent, action == Action::\"mail.read\", resource);")]
    [InlineData("permit (principal is User, action, resource); forbid (principal is Agent, action, resource); @notify forbid (principal is Agent, action == Action::\"mail.read\", resource);")]
    [InlineData("permit (principal is User, action, resource); @confirm forbid (principal, action, resource); @approval(\"f\") forbid (principal, action, resource); forbid (principal is User, action == Action::\"mail.read\", resource) when { context.input.x };")]
    [InlineData("permit (principal in Group::\"g\", action, resource); @approval(\"f\") forbid (principal == User::\"a\", action in Action::\"money\", resource == Account::\"x\");")]
    public void A_policy_that_only_looks_like_it_is_not(string policies) =>
        Assert.DoesNotContain("warning: this p", Warnings(policies.Replace("; ", ";\n", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void Thousands_of_policies_are_looked_at_for_a_moment_only()
    {
        string policies = string.Join('\n', Enumerable.Range(0, 4_000).Select(i => $"permit (principal == User::\"u{i}\", action, resource);"));

        Assert.EndsWith("so many policies that not all of them were compared with each other", Warnings(policies), StringComparison.Ordinal);
    }

    private static string Warnings(string policies)
    {
        using TemporaryBundle bundle = new TemporaryBundle().Write("tools.json", Catalog).Write("treasury.cedar", policies);
        return bundle.Warnings();
    }
}

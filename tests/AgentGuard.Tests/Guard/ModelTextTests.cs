using static AgentGuard.Principal;

namespace AgentGuard.Tests.Guard;

/// <summary>What a model reads of a refusal: advice, and nothing from which it could work its way round.</summary>
public sealed class ModelTextTests
{
    private const string PermitAll = GuardScene.PermitAll;

    [Theory]
    [InlineData(DenyReasons.Forbidden, PermitAll + "@id(\"sanctions\") forbid (principal, action, resource) when { context.input.to == \"DE99\" };")]
    [InlineData(DenyReasons.Forbidden, PermitAll + "@id(\"sanctions\") @notify(\"compliance\") forbid (principal is User, action, resource) when { principal.roles.contains(\"treasurer\") };")]
    [InlineData(DenyReasons.PolicyError, PermitAll + "@id(\"sanctions\") @advice(\"pay another account\") forbid (principal, action, resource) when { context.input.to > 5 };")]
    [InlineData(DenyReasons.NotPermitted, "@advice(\"ask alice\") permit (principal == User::\"alice\", action, resource); permit (principal is Agent, action == Action::\"crm.read\", resource);")]
    [InlineData(DenyReasons.NotPermitted, "permit (principal, action, resource) when { context.input.to == \"DE01\" };")]
    [InlineData(DenyReasons.UndischargedObligation, PermitAll + "@id(\"sanctions\") @redact_argument(\"/to/name\") forbid (principal, action, resource);")]
    public async Task A_model_reads_no_policy_no_value_and_no_right_of_another(string reason, string policies)
    {
        using GuardScene scene = new(policies);

        ToolCallOutcome outcome = await scene.InvokeAsync("""{"to":"DE99"}""");

        scene.AssertDenied(reason, outcome, runsBefore: 0);
        Assert.Equal("Not executed: payments.transfer was denied.", outcome.Text);
    }

    [Fact]
    public async Task A_model_reads_neither_who_is_revoked_nor_what_bounds_a_hop()
    {
        using GuardScene scene = new();
        Hop bounded = new(Agent("bot")) { Bounds = HopBounds.Parse("@advice(\"only mail\") permit (principal, action == Action::\"mail.read\", resource);") };
        ToolCallOutcome outOfBounds = await scene.InvokeAsync(scope: GuardScene.Begin(User("alice"), bounded));
        await scene.Guard.Revocations.RevokeAsync(RevocationTarget.Principal(Agent("bot")), "its token leaked");

        ToolCallOutcome revoked = await scene.InvokeAsync();

        scene.AssertDenied(DenyReasons.OutOfBounds, outOfBounds, runsBefore: 0);
        scene.AssertDenied(DenyReasons.Revoked, revoked, runsBefore: 0);
        Assert.Equal("Not executed: payments.transfer was denied.", outOfBounds.Text);
        Assert.Equal("Not executed: payments.transfer was denied.", revoked.Text);
    }

    [Fact]
    public async Task A_model_reads_the_advice_of_the_forbids_that_deny_and_of_no_other_policy()
    {
        using GuardScene scene = new("""
            @advice("this permits") permit (principal, action, resource);
            @id("sunday") @advice("no payments on Sundays") @notify("security") forbid (principal, action, resource);
            @id("quiet") forbid (principal, action, resource);
            @id("never") @advice("this is not satisfied") forbid (principal, action, resource) when { context.input has x };
            @id("tried") @shadow @advice("this is tried out") forbid (principal, action, resource);
            @id("asked") @approval("finance") @advice("this could be lifted") forbid (principal, action, resource);
            """);

        ToolCallOutcome outcome = await scene.InvokeAsync();

        Assert.Equal("Not executed: payments.transfer was denied. No payments on Sundays (sunday).", outcome.Text);
    }
}

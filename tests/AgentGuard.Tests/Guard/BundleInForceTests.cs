namespace AgentGuard.Tests.Guard;

/// <summary>Which edit of the bundle a call is decided by.</summary>
public sealed class BundleInForceTests
{
    private const string PermitAll = GuardScene.PermitAll;

    [Theory]
    [InlineData(PermitAll, PermitAll + "@id(\"no\") forbid (principal, action, resource);", null, DenyReasons.Forbidden)]
    [InlineData("permit (principal is User, action, resource);", PermitAll, DenyReasons.NotPermitted, null)]
    public async Task A_call_uses_one_bundle_from_start_to_end_and_the_next_call_the_newest(string before, string after, string? now, string? next)
    {
        GuardScene scene = null!;
        bool isEdited = false;
        using GuardScene made = scene = new(before, configure: options => options.DecisionPoint = new InterruptedDecisionPoint(question =>
        {
            // While the user's answer is awaited, and before her agent is asked about.
            if (!isEdited && question.Principal.Type == "User")
            {
                isEdited = true;
                Assert.True(scene.Edit(after).Guard.Policies.Reload());
            }

            return new((PolicyAnswer?)null);
        }));
        string bundle = scene.Guard.Policies.Current.ToString();

        ToolCallOutcome first = await scene.InvokeAsync();
        ToolCallOutcome second = await scene.InvokeAsync();

        Assert.Equal((now, bundle), (first.Decision.Denial?.Code, first.Decision.Bundle));
        Assert.Equal(next, second.Decision.Denial?.Code);
        Assert.NotEqual(bundle, second.Decision.Bundle);
        Assert.Equal(1, scene.Runs);
    }

    [Fact]
    public async Task A_refused_load_keeps_the_last_good_bundle_and_every_decision_says_so()
    {
        using GuardScene scene = new(PermitAll + "@id(\"no\") forbid (principal, action == Action::\"crm.read\", resource); @id(\"ask\") @approval(\"finance\") forbid (principal, action == Action::\"mail.read\", resource);");
        string good = scene.Guard.Policies.Current.ToString();
        Assert.False(scene.Edit(PermitAll + "forbid (principal").Guard.Policies.Reload());

        ToolCallOutcome[] outcomes =
        [
            await scene.InvokeAsync(),
            await scene.InvokeAsync(tool: "crm.read"),
            await scene.InvokeAsync(tool: "mail.read"),
            await scene.InvokeAsync(tool: "no.such"),
        ];

        Assert.Equal([ToolCallStatus.Executed, ToolCallStatus.Denied, ToolCallStatus.Held, ToolCallStatus.Denied], outcomes.Select(outcome => outcome.Status));
        Assert.All(outcomes, outcome =>
        {
            Assert.Equal(good, outcome.Decision.Bundle);
            Assert.StartsWith("treasury.cedar:2:", outcome.Decision.BundleError, StringComparison.Ordinal);
            Assert.Contains("a newer edit of the bundle was refused: treasury.cedar:2:", outcome.Decision.Explain(), StringComparison.Ordinal);
        });
        Assert.True(scene.Edit(PermitAll).Guard.Policies.Reload());
        Assert.Null((await scene.InvokeAsync()).Decision.BundleError);
    }
}

namespace AgentGuard.Testing.Tests;

/// <summary>The bundles that are there to be copied from: their scenarios go as written, and try every policy and every condition.</summary>
public sealed class ReadyPolicyTests
{
    [Theory]
    [InlineData("policies/history", 11)]
    [InlineData("policies/temporal", 10)]
    [InlineData("policies/baseline", 6)]
    public async Task Their_scenarios_go_as_written_and_leave_nothing_out(string folder, int scenarios)
    {
        PolicyCoverage coverage = new();
        foreach (Scenario scenario in ScenarioFile.Load(folder))
        {
            await scenario.RunAsync(coverage);
            scenarios--;
        }

        Assert.Equal(0, scenarios);
        Assert.All(coverage.Policies, static policy => Assert.NotEqual(PolicyUse.NeverConsidered, policy.Use));
        Assert.All(coverage.Policies.SelectMany(static policy => policy.Conditions), static condition => Assert.True(condition.WasTrue && condition.WasFalse, condition.ToString()));
    }
}

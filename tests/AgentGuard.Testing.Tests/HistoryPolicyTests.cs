namespace AgentGuard.Testing.Tests;

/// <summary>The ten policies of policies/history, as their scenarios play them.</summary>
public sealed class HistoryPolicyTests
{
    public static TheoryData<Scenario> Scenarios => new(ScenarioFile.Load("policies/history"));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task They_do_what_their_scenarios_say(Scenario scenario) => scenario.RunAsync();

    [Fact]
    public async Task Each_of_them_has_a_say()
    {
        PolicyCoverage coverage = new();
        foreach (Scenario scenario in ScenarioFile.Load("policies/history"))
        {
            await scenario.RunAsync(coverage);
        }

        Assert.Equal(12, coverage.Policies.Count);
        Assert.All(coverage.Policies, static policy => Assert.NotEqual(PolicyUse.NeverConsidered, policy.Use));
        Assert.All(coverage.Policies.SelectMany(static policy => policy.Conditions), static condition => Assert.True(condition.WasTrue && condition.WasFalse, condition.ToString()));
    }
}

namespace AgentGuard.Testing.Tests.Files;

/// <summary>The scenario files of the repository, as a test project of a user's would run them.</summary>
public sealed class ScenarioFileTests
{
    public static TheoryData<Scenario> Treasury => new(ScenarioFile.Load("policies/treasury"));

    public static TheoryData<Scenario> Quickstart => new(ScenarioFile.Load("policies/quickstart"));

    [Theory]
    [MemberData(nameof(Treasury))]
    public Task The_treasury_does_as_its_scenarios_say(Scenario scenario) => scenario.RunAsync();

    [Theory]
    [MemberData(nameof(Quickstart))]
    public Task The_quickstart_does_as_its_scenarios_say(Scenario scenario) => scenario.RunAsync();

    [Fact]
    public async Task The_treasurys_scenarios_leave_no_policy_out()
    {
        PolicyCoverage coverage = new();
        foreach (Scenario scenario in ScenarioFile.Load("policies/treasury"))
        {
            await scenario.RunAsync(coverage);
        }

        Assert.All(coverage.Policies, policy => Assert.Equal(PolicyUse.Decided, policy.Use));
        Assert.Equal(100, coverage.Percent);
    }
}

namespace AgentGuard.Testing.Tests.Files;

/// <summary>What docs/testing.md shows can be written as it stands there.</summary>
public sealed class TestingPageTests
{
    public static TheoryData<string> Blocks => new(Page.Split("```").Where(block => block.StartsWith("yaml\n", StringComparison.Ordinal)).Select(block => block["yaml\n".Length..]));

    private static string Page => File.ReadAllText(Path.Combine(Root.Path, "docs", "testing.md"));

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task A_file_that_the_page_shows_is_played_with_the_quickstarts_policies(string text)
    {
        using ScenarioFolder folder = new(text);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Root.Path, "policies", "quickstart")))
        {
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)), overwrite: true);
        }

        File.Delete(Path.Combine(folder.Path, "test.cedar"));
        await Task.WhenAll(folder.Scenarios.Select(scenario => scenario.RunAsync()));
    }

    [Fact]
    public void The_page_tells_of_every_member_and_of_every_expectation() =>
        Assert.All(
            [
                .. ScenarioWords.OfSingle.Concat(ScenarioWords.OfHop).Concat(ScenarioWords.OfStep.Keys).Where(name => name != ScenarioWords.Schema),
                .. ScenarioWords.OfStep.Values.SelectMany(names => names),
                .. ScenarioWords.Expectations.Keys,
            ],
            name => Assert.True(Page.Contains($"`{name}`", StringComparison.Ordinal) || Page.Contains($"`{name}:", StringComparison.Ordinal), name));
}

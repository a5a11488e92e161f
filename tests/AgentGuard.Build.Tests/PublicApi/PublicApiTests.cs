using System.Reflection;

namespace AgentGuard.Build.Tests.PublicApi;

public sealed class PublicApiTests
{
    public static TheoryData<string> Projects => [.. Repository.SourceProjects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_public_api_is_the_reviewed_one(string project)
    {
        string file = Repository.At("tests", "AgentGuard.Build.Tests", "PublicApi", $"{project}.txt");
        string api = ApiPrinter.Print(Assembly.Load(project));

        if (Environment.GetEnvironmentVariable("AGENTGUARD_ACCEPT_API") == "1")
        {
            File.WriteAllText(file, api);
        }

        string reviewed = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        Assert.True(api == reviewed, $"""
            the public API of {project} differs from {Repository.Relative(file)}:
            {Difference(reviewed, api)}
            If that is wanted, run this test with AGENTGUARD_ACCEPT_API=1 and commit the file.
            """);
    }

    private static string Difference(string reviewed, string api)
    {
        string[] before = reviewed.Split('\n');
        string[] after = api.Split('\n');
        return string.Join('\n', before.Except(after).Select(line => $"- {line}").Concat(after.Except(before).Select(line => $"+ {line}")));
    }
}

namespace AgentGuard.Build.Tests.Hygiene;

public sealed class HygieneTests
{
    private const int LongFile = 400;

    /// <summary>Files under src that may be longer, each with its reason.</summary>
    private static readonly Dictionary<string, string> LongFiles = [];

    [Fact]
    public void A_source_file_is_short_enough_to_be_read_at_once()
    {
        string[] found = [.. Repository.Files("src", "*.cs").Where(file => File.ReadLines(file).Count() > LongFile).Select(Repository.Relative)];

        Assert.Equal(LongFiles.Keys.Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        string later = "TO" + "DO";
        string[] found =
        [
            .. Written().Where(file => File.ReadAllText(file).Contains(later, StringComparison.Ordinal)).Select(Repository.Relative),
        ];

        Assert.Empty(found);
    }

    [Fact]
    public void The_system_clock_is_only_ever_a_default()
    {
        string[] found =
        [
            .. Repository.Files("src", "*.cs").SelectMany(file => File.ReadLines(file)
                .Where(line => line.Contains("TimeProvider.System", StringComparison.Ordinal) && !IsDefault(line))
                .Select(line => $"{Repository.Relative(file)}: {line.Trim()}")),
        ];

        Assert.Empty(found);
    }

    [Fact]
    public void Every_project_but_the_stand_ins_is_in_the_solution()
    {
        IEnumerable<string> projects = Written().Select(Repository.Relative)
            .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) && !file.StartsWith("tests/StandIns/", StringComparison.Ordinal));
        IEnumerable<string> inSolution = File.ReadAllText(Repository.At("AgentGuard.sln")).Replace('\\', '/').Split('"')
            .Where(part => part.EndsWith(".csproj", StringComparison.Ordinal));

        Assert.Equal(projects.Order(StringComparer.Ordinal), inSolution.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Written() =>
        new[] { "src", "tests", "samples", "policies", "docs" }
            .Where(folder => Directory.Exists(Repository.At(folder)))
            .SelectMany(folder => Repository.Files(folder, "*"));

    private static bool IsDefault(string line) =>
        line.TrimStart().StartsWith("//", StringComparison.Ordinal)
        || line.Contains("?? TimeProvider.System", StringComparison.Ordinal)
        || line.Contains("{ get; init; } = TimeProvider.System", StringComparison.Ordinal)
        || line.Contains("{ get; set; } = TimeProvider.System", StringComparison.Ordinal);
}

using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Testing.Tests.Files;

/// <summary>A bundle with one file of scenarios, in a folder that goes away with it.</summary>
internal sealed class ScenarioFolder : IDisposable
{
    public const string PermitAll = "permit (principal, action, resource);";

    private readonly TemporaryBundle _bundle;

    public ScenarioFolder(string text, string name = "test.yaml", string policies = PermitAll, string tools = """{ "tools": { "payments.transfer": {} } }""")
    {
        _bundle = new TemporaryBundle(policies, tools);
        Write($"scenarios/{name}", text);
    }

    public string Path => _bundle.Path;

    public IReadOnlyList<Scenario> Scenarios => ScenarioFile.Load(Path);

    /// <summary>What is wrong with the file, each with its place and its help.</summary>
    public static string[] Faults(string text, string name = "test.yaml")
    {
        using ScenarioFolder folder = new(text, name);
        return [.. Assert.Throws<ScenarioFileException>(() => folder.Scenarios).Diagnostics.Select(Describe)];
    }

    /// <summary>What is wrong with the steps of a scenario that is fine otherwise; they begin in line 4.</summary>
    public static string[] FaultsOfSteps(string steps) => Faults($"scenario: s\nas: user alice\nsteps:\n{steps}\n");

    public void Write(string name, string text)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Dispose() => _bundle.Dispose();

    private static string Describe(Diagnostic fault) => fault.Help is null ? $"{fault}" : $"{fault} [{fault.Help}]";
}

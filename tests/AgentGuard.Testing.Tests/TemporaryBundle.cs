namespace AgentGuard.Testing.Tests;

/// <summary>A bundle for one test, in a folder that goes away with it.</summary>
internal sealed class TemporaryBundle : IDisposable
{
    public TemporaryBundle(string policies, string tools = """{ "tools": { "payments.transfer": {} } }""")
    {
        Path = Directory.CreateTempSubdirectory("agentguard-").FullName;
        File.WriteAllText(System.IO.Path.Combine(Path, "test.cedar"), policies);
        File.WriteAllText(System.IO.Path.Combine(Path, "tools.json"), tools);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

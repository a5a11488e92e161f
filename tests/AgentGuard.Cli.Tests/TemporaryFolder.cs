namespace AgentGuard.Cli.Tests;

/// <summary>A folder that goes away with the test. In command lines it is called <c>~</c>, so that no snapshot holds its path.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("agentguard-").FullName;

    public string PathOf(string name) => Path.Combine(_path, name);

    public TemporaryFolder Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
        return this;
    }

    public string Read(string name) => File.ReadAllText(PathOf(name));

    /// <summary>All files in it, by their names.</summary>
    public IEnumerable<string> Files() =>
        Directory.EnumerateFiles(_path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_path, file)).Order(StringComparer.Ordinal);

    public string Resolve(string text) => text.StartsWith("~/", StringComparison.Ordinal) ? PathOf(text[2..]) : text;

    public string Unresolve(string text) => text.Replace(_path, "~", StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}

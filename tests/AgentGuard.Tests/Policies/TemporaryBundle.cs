using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Tests.Policies;

/// <summary>A folder with a bundle that goes away with the test. As made it permits everything and knows no tool.</summary>
internal sealed class TemporaryBundle : IDisposable
{
    public const string PermitAll = "permit (principal, action, resource) when { true };";

    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("agentguard-");

    public TemporaryBundle()
    {
        Folder = _parent.CreateSubdirectory("treasury").FullName;
        Write("treasury.cedar", PermitAll);
        Write("tools.json", """{ "tools": {} }""");
    }

    public string Folder { get; }

    /// <summary>A folder beside the bundle.</summary>
    public string Outside => _parent.FullName;

    public string PathOf(string file) => Path.Combine(Folder, file);

    public TemporaryBundle Write(string file, string text)
    {
        File.WriteAllText(PathOf(file), text);
        return this;
    }

    public TemporaryBundle Delete(string file)
    {
        File.Delete(PathOf(file));
        return this;
    }

    public PolicyBundle Load(params IObligationHandler[] handlers) => PolicyBundle.Load(Folder, new BundleOptions { Handlers = handlers });

    /// <summary>What the bundle is refused for, one line an error, help behind an arrow.</summary>
    public string Refusal(params IObligationHandler[] handlers) =>
        Describe(Assert.Throws<PolicyBundleException>(() => Load(handlers)).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

    /// <summary>Loads the bundle for a process that has tools.</summary>
    public PolicyBundle Load(ToolDefinition[] tools) => PolicyBundle.Load(Folder, new BundleOptions { Tools = tools });

    /// <summary>What the bundle is refused for where a process has tools.</summary>
    public string Refusal(ToolDefinition[] tools) =>
        Describe(Assert.Throws<PolicyBundleException>(() => Load(tools)).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

    /// <summary>What the bundle, which is taken, is warned of.</summary>
    public string Warnings(params IObligationHandler[] handlers) => Describe(Load(handlers).Warnings);

    /// <summary>What the bundle, which is taken, is warned of where a process has tools.</summary>
    public string Warnings(ToolDefinition[] tools) => Describe(Load(tools).Warnings);

    public void Dispose() => _parent.Delete(recursive: true);

    private static string Describe(IEnumerable<Diagnostic> diagnostics) =>
        string.Join('\n', diagnostics.Select(diagnostic => diagnostic.Help is null ? $"{diagnostic}" : $"{diagnostic} → {diagnostic.Help}"));
}

using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cli;

/// <summary>Folders of policies as they are typed: from where the user stands.</summary>
internal static class Bundles
{
    public const string Manifest = "bundle.json";
    public const string Schema = "schema.cedarschema";

    /// <summary>The full path of a bundle.</summary>
    /// <exception cref="CliException">There is no such folder.</exception>
    public static string Find(string folder)
    {
        string path = Path.GetFullPath(folder);
        return Directory.Exists(path)
            ? path
            : throw new CliException(
                File.Exists(path) ? $"`{folder}` is a file, and a bundle is a folder" : $"there is no folder `{folder}`",
                File.Exists(path) ? "name the folder that it is in" : $"`agentguard init {folder}` makes one");
    }

    /// <summary>A diagnostic whose file is named as the user would, so that a terminal can open it.</summary>
    public static Diagnostic Within(string folder, Diagnostic diagnostic, Dictionary<SourceText, SourceText> renamed)
    {
        if (!renamed.TryGetValue(diagnostic.Source, out SourceText? source))
        {
            string name = diagnostic.Source.Name ?? "";
            string shown = Path.IsPathFullyQualified(name) ? folder : Path.Combine(folder, name).Replace('\\', '/');
            renamed.Add(diagnostic.Source, source = new SourceText(diagnostic.Source.Text, shown));
        }

        return diagnostic with { Source = source };
    }
}

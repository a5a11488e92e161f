using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Testing;

/// <summary>
/// Scenarios as files beside the policies that they test: <c>scenarios/*.yaml</c>, <c>*.yml</c> or <c>*.json</c> in the bundle's folder.
/// They say what <see cref="Scenario"/> says, and are played by it. docs/testing.md shows the form.
/// </summary>
public static class ScenarioFile
{
    /// <summary>Where the files lie in a folder of policies.</summary>
    public const string FolderName = "scenarios";

    private const int MaxBytes = 1 << 20;
    private const int MaxFiles = 1_000;
    private const int MaxNesting = 8;

    private static readonly string[] s_extensions = [".yaml", ".yml", ".json"];

    /// <summary>Reads the scenarios of a file, or all that lie beside the policies of a folder.</summary>
    /// <param name="path">
    /// A file of at most 1 MiB, or a folder of policies; a relative one is looked for from the program's folder upwards.
    /// The policies of a file are those of the folder above <c>scenarios</c>, else of its own folder.
    /// Where <see cref="ToolListing.FileName"/> lies beside them, the tools are as it says.
    /// </param>
    /// <returns>The scenarios, in the order of the files' names and of each file; at least one.</returns>
    /// <exception cref="ScenarioFileException">There is none, or a file says what a scenario cannot: each error with its place.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such file or folder.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<Scenario> Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string full = PolicyFolder.FindAny(path);
        string policies = PoliciesOf(full);
        BundleDiagnostics diagnostics = new();
        string[] files = File.Exists(full) ? [full] : FilesIn(policies);
        if (files.Length is 0 or > MaxFiles)
        {
            diagnostics.FileError(
                FolderName,
                files.Length == 0 ? "there is no scenario beside the policies" : $"there are more than {MaxFiles} files",
                files.Length == 0 ? $"write one, as `{FolderName}/first.yaml`: docs/testing.md shows how" : null);
            throw new ScenarioFileException(path, diagnostics.All);
        }

        IReadOnlyList<ToolDefinition> definitions = Definitions(policies, diagnostics);
        List<Scenario> scenarios = [];
        foreach (string file in files)
        {
            string name = Path.GetRelativePath(policies, file).Replace('\\', '/');
            if (Read(file, name, diagnostics) is { } source)
            {
                scenarios.AddRange(ScenarioReader.Read(source, policies, definitions, diagnostics));
            }
        }

        return diagnostics.HasErrors ? throw new ScenarioFileException(path, diagnostics.All) : scenarios;
    }

    /// <summary>The folder of the policies that a file's scenarios are about: the one above <c>scenarios</c>, else the file's own.</summary>
    /// <param name="path">The full path of a file of scenarios, or of a folder of policies, which is its own.</param>
    /// <returns>The folder's full path.</returns>
    public static string PoliciesOf(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string full = Path.GetFullPath(path);
        string own = File.Exists(full) ? Path.GetDirectoryName(full)! : Path.TrimEndingDirectorySeparator(full);
        for (DirectoryInfo? folder = new(own); folder is not null; folder = folder.Parent)
        {
            if (folder.Name == FolderName && folder.Parent is { } above)
            {
                return above.FullName;
            }
        }

        return own;
    }

    private static string[] FilesIn(string policies)
    {
        string folder = Path.Combine(policies, FolderName);
        EnumerationOptions all = new() { RecurseSubdirectories = true, MaxRecursionDepth = MaxNesting, IgnoreInaccessible = false };
        return !Directory.Exists(folder)
            ? []
            :
            [
                .. Directory.EnumerateFiles(folder, "*", all)
                    .Where(static file => s_extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                    .Order(StringComparer.Ordinal)
                    .Take(MaxFiles + 1),
            ];
    }

    private static SourceText? Read(string file, string name, BundleDiagnostics diagnostics)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[Math.Min(stream.Length, MaxBytes) + 1];
        int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length <= MaxBytes)
        {
            return new BundleFile(name, bytes[..length]).Decode(diagnostics);
        }

        diagnostics.FileError(name, $"the file has more than {MaxBytes >> 20} MiB");
        return null;
    }

    private static IReadOnlyList<ToolDefinition> Definitions(string policies, BundleDiagnostics diagnostics)
    {
        string file = Path.Combine(policies, ToolListing.FileName);
        try
        {
            return File.Exists(file) ? ToolListing.Load(file) : [];
        }
        catch (FormatException e)
        {
            diagnostics.FileError(ToolListing.FileName, e.Message);
            return [];
        }
    }
}

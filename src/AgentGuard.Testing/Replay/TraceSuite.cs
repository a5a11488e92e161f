namespace AgentGuard.Testing;

/// <summary>Files of traces that have tools in common, with what is known of these tools.</summary>
/// <param name="Name">What it is called: the start of the files' names.</param>
/// <param name="Files">The files of traces.</param>
/// <param name="Tools">The file with the tools' definitions.</param>
/// <param name="Catalog">The catalog; null where the bundle's own counts.</param>
public sealed record TraceSuite(string Name, IReadOnlyList<string> Files, string Tools, string? Catalog)
{
    private const string Tail = ".jsonl";

    /// <summary>Finds the suites of a folder and of the folders in it.</summary>
    /// <param name="path">A folder, or one file of traces.</param>
    /// <param name="catalogs">Where catalogs lie, <c>X.catalog.json</c>, beside those that lie with the traces; null for nowhere.</param>
    /// <param name="tools">The file with the tools' definitions, for all that is found; null for those beside the traces.</param>
    /// <returns>The suites in the order of their names. <c>X.user.jsonl.gz</c> belongs to <c>X.tools.json</c>, or to the only such file beside it.</returns>
    /// <exception cref="IOException">There is no such folder.</exception>
    /// <exception cref="TraceFormatException">Traces have no tools, or one of several.</exception>
    public static IReadOnlyList<TraceSuite> Find(string path, string? catalogs = null, string? tools = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string[] files = File.Exists(path) ? [path]
            : [.. Directory.EnumerateFiles(path, $"*{Tail}*", SearchOption.AllDirectories).Where(IsTraces).Order(StringComparer.Ordinal)];
        return
        [
            .. files.GroupBy(static file => (Folder: Path.GetDirectoryName(Path.GetFullPath(file))!, Name: NameOf(file)))
                .Select(group => Of(group.Key.Folder, group.Key.Name, [.. group], catalogs, tools))
                .OrderBy(static suite => suite.Name, StringComparer.Ordinal),
        ];
    }

    private static TraceSuite Of(string folder, string name, IReadOnlyList<string> files, string? catalogs, string? given)
    {
        string[] listings = [.. Directory.EnumerateFiles(folder, "*.tools.json").Order(StringComparer.Ordinal)];
        string own = Path.Combine(folder, $"{name}.tools.json");
        string tools = given ?? (listings.Contains(own) ? own
            : listings is [string only] ? only
            : throw new TraceFormatException($"{name}: {(listings.Length == 0 ? "there is no `.tools.json` beside it" : $"of several `.tools.json` none is called `{name}.tools.json`")}"));
        string listed = Path.GetFileName(tools).Split('.')[0];
        string? catalog = new[] { name, listed }.Distinct()
            .SelectMany(stem => new[] { folder, catalogs }.OfType<string>().Select(place => Path.Combine(place, $"{stem}.catalog.json")))
            .FirstOrDefault(File.Exists);
        return new TraceSuite(name, files, tools, catalog);
    }

    private static bool IsTraces(string file) => file.EndsWith(Tail, StringComparison.Ordinal) || file.EndsWith($"{Tail}.gz", StringComparison.Ordinal);

    private static string NameOf(string file) => Path.GetFileName(file).Split('.')[0];
}

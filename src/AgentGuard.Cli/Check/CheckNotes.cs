namespace AgentGuard.Cli.Check;

/// <summary>Says what a bundle does without, and what that means. None of it is wrong: nobody has a manifest while writing policies.</summary>
internal static class CheckNotes
{
    private const int Shown = 3;

    /// <summary>The notes on a bundle, each of one or two lines.</summary>
    /// <param name="folder">The folder, as it was typed.</param>
    /// <param name="bundle">The bundle.</param>
    /// <param name="tools">The definitions that it was compared with; null where they could not be read.</param>
    public static IReadOnlyList<string> Of(string folder, PolicyBundle bundle, IReadOnlyList<ToolDefinition>? tools)
    {
        List<string> notes = [];
        string path = Path.GetFullPath(folder);
        bool hasSchema = File.Exists(Path.Combine(path, Bundles.Schema));
        if (tools is { Count: 0 })
        {
            notes.Add(hasSchema
                ? $"no {ToolListing.FileName}: policies are not compared with the arguments of tools\n`agentguard init` makes one from a server"
                : $"no {ToolListing.FileName} and no {Bundles.Schema}: policies are not type-checked\n`agentguard init` makes both from a server");
        }
        else if (tools is not null)
        {
            AddTools(notes, bundle, tools);
        }

        if (!File.Exists(Path.Combine(path, Bundles.Manifest)))
        {
            notes.Add($"no {Bundles.Manifest}: a guard takes whatever files are there\n`agentguard check {folder} --write` makes one");
        }

        return notes;
    }

    private static void AddTools(List<string> notes, PolicyBundle bundle, IReadOnlyList<ToolDefinition> tools)
    {
        HashSet<ToolId> defined = [.. tools.Select(static tool => tool.Id)];
        string[] elsewhere = [.. bundle.Catalog.Tools.Where(tool => !defined.Contains(tool.Id)).Select(static tool => $"{tool.Id}").Order(StringComparer.Ordinal)];
        if (elsewhere.Length > 0)
        {
            notes.Add($"no definition of {Some(elsewhere)}\npolicies about {(elsewhere.Length == 1 ? "it" : "them")} are not type-checked");
        }

        string[] unpinned =
        [
            .. tools.Where(tool => bundle.Catalog.TryFind(tool.Id, out ToolEntry? entry) && entry.Pin is null).Select(static tool => $"{tool.Id}").Order(StringComparer.Ordinal),
        ];
        if (unpinned.Length > 0)
        {
            notes.Add($"no pin for {Some(unpinned)}\na definition that changes is not noticed; `--pin` pins the ones that are known");
        }
    }

    private static string Some(string[] tools) =>
        tools.Length <= Shown ? string.Join(", ", tools) : $"{string.Join(", ", tools.Take(Shown))} and {tools.Length - Shown} more";
}

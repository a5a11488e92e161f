using System.Text;
using System.Text.Json;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard;

/// <summary>
/// The pins in <c>tools.json</c>: each is the hash of a tool's definition as the deployer has seen it, and a guard denies the calls of a tool
/// whose definition has another.
/// </summary>
public static class CatalogPins
{
    private const string Member = "pin";

    /// <summary>Pins every tool of the catalog that has a definition here. Nothing else in the file changes, its layout included.</summary>
    /// <param name="folder">The folder of the bundle.</param>
    /// <param name="tools">The definitions that the deployer has seen; of several with one id the last counts.</param>
    /// <returns>What changed, in the order of the file; where that is nothing, the file was not touched.</returns>
    /// <exception cref="PolicyBundleException">The catalog cannot be read, or has an error; nothing was written.</exception>
    /// <exception cref="IOException">The catalog cannot be written.</exception>
    public static IReadOnlyList<CatalogPin> Write(string folder, IEnumerable<ToolDefinition> tools)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(tools);
        string path = Path.GetFullPath(folder);
        BundleDiagnostics diagnostics = new();
        if (Read(path, diagnostics) is not { } source || JsonTree.Parse(source, diagnostics) is not { } root)
        {
            throw new PolicyBundleException(folder, diagnostics.All);
        }

        ToolCatalog catalog = ToolCatalogReader.Read(source, diagnostics);
        if (diagnostics.HasErrors)
        {
            throw new PolicyBundleException(folder, diagnostics.All);
        }

        StringBuilder text = new(source.Text);
        List<CatalogPin> changes = [];
        foreach ((ToolDefinition tool, JsonItem entry) in Entries(root, new RegisteredTools(tools)).Reverse())
        {
            catalog.TryFind(tool.Id, out ToolEntry? known);
            if (known?.Pin != tool.Pin)
            {
                Put(text, source.Text, entry, tool.Pin);
                changes.Insert(0, new CatalogPin(tool.Id, known?.Pin, tool.Pin));
            }
        }

        if (changes.Count > 0)
        {
            ReplacedFile.Write(Path.Combine(path, BundleFile.Tools), Encoding.UTF8.GetBytes(text.ToString()));
        }

        return changes;
    }

    /// <summary>Compares the pins with definitions; where they differ, that is an error at the pin.</summary>
    internal static void Check(SourceText source, ToolCatalog catalog, IEnumerable<ToolDefinition> tools, BundleDiagnostics diagnostics)
    {
        List<ToolDefinition> differing = [.. tools.Where(tool => catalog.TryFind(tool.Id, out ToolEntry? entry) && entry.Pin is { } pin && pin != tool.Pin)];
        if (differing.Count == 0 || JsonTree.Parse(source, new BundleDiagnostics()) is not { } root)
        {
            return;
        }

        foreach ((ToolDefinition tool, JsonItem entry) in Entries(root, new RegisteredTools(differing)))
        {
            diagnostics.Error(
                source,
                entry.Members.First(member => member.Name == Member).Value.Span,
                $"the definition of {Quoted.Text(tool.Id.ToString())} is not the one that is pinned, so its calls are denied",
                "look at what changed in its description and schemas, then pin it anew");
        }
    }

    private static SourceText? Read(string folder, BundleDiagnostics diagnostics)
    {
        if (!File.Exists(Path.Combine(folder, BundleFile.Tools)))
        {
            diagnostics.FileError(BundleFile.Tools, "the file is missing", "it says which tools there are; without it every call is denied");
            return null;
        }

        return new BundleReader(folder, diagnostics).Read(BundleFile.Tools)?.Decode(diagnostics);
    }

    /// <summary>The objects in the file that are about these tools, in the order of the file.</summary>
    private static IEnumerable<(ToolDefinition Tool, JsonItem Entry)> Entries(JsonItem root, RegisteredTools tools)
    {
        Dictionary<string, ToolDefinition> byName = tools.All.ToDictionary(tool => tool.Id.ToString());
        IEnumerable<JsonMember> entries = root.Members.FirstOrDefault(member => member.Name == "tools")?.Value.Members ?? [];
        foreach (JsonMember entry in entries.Where(entry => entry.Value.Kind == JsonValueKind.Object))
        {
            // A tool without a toolset may be written without one.
            string name = entry.Name.Contains('.', StringComparison.Ordinal) ? entry.Name : $"{ToolId.LocalToolset}.{entry.Name}";
            if (byName.TryGetValue(name, out ToolDefinition? tool))
            {
                yield return (tool, entry.Value);
            }
        }
    }

    /// <summary>Writes a pin into an entry: over the old one, else behind the last member, set off as that one is.</summary>
    private static void Put(StringBuilder text, string source, JsonItem entry, string pin)
    {
        string value = $"\"{pin}\"";
        if (entry.Members.FirstOrDefault(member => member.Name == Member) is { } old)
        {
            text.Remove(old.Value.Span.Start, old.Value.Span.Length).Insert(old.Value.Span.Start, value);
        }
        else if (entry.Members.Count == 0)
        {
            text.Remove(entry.Span.Start, entry.Span.Length).Insert(entry.Span.Start, $$"""{ "{{Member}}": {{value}} }""");
        }
        else
        {
            JsonMember last = entry.Members[^1];
            int gap = last.NameSpan.Start;
            while (char.IsWhiteSpace(source[gap - 1]))
            {
                gap--;
            }

            text.Insert(last.Value.Span.End, $",{source[gap..last.NameSpan.Start]}\"{Member}\": {value}");
        }
    }
}

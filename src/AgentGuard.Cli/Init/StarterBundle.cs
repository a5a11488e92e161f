using System.Text;
using System.Text.Json;

namespace AgentGuard.Cli.Init;

/// <summary>The bundle that is made: files, and the tools that they are about.</summary>
/// <param name="Files">The text of each file by its name.</param>
/// <param name="Tools">The tools.</param>
/// <param name="LeftOut">Tools that the bundle does without.</param>
internal sealed record StarterBundle(Dictionary<string, string> Files, IReadOnlyList<StarterTool> Tools, IReadOnlyList<LeftOutTool> LeftOut)
{
    // What a guard reads of one file, and what a listing may have.
    private const int MaxFileBytes = 4 << 20;
    private const int MaxListingBytes = 16 << 20;

    /// <summary>What the tools say of themselves.</summary>
    public IReadOnlyList<ToolDefinition> Definitions => [.. Tools.Select(static tool => tool.Definition)];

    /// <summary>Makes a bundle of tools.</summary>
    /// <param name="folder">What its folder is called, as it is typed.</param>
    /// <param name="user">Who the first user is.</param>
    /// <param name="definitions">The tools, whatever they say of themselves.</param>
    /// <exception cref="CliException">There is no tool that a bundle can be made for, or there are too many.</exception>
    public static StarterBundle Of(string folder, string user, IReadOnlyList<ToolDefinition> definitions)
    {
        List<LeftOutTool> leftOut = [];
        List<StarterTool> tools = [];
        foreach (ToolDefinition definition in definitions)
        {
            if (Fault(definition) is { } fault)
            {
                leftOut.Add(new LeftOutTool(HiddenText.Shown(definition.Id.ToString()), fault));
            }
            else
            {
                tools.Add(StarterTool.Of(definition));
            }
        }

        if (tools.Count == 0)
        {
            throw new CliException(leftOut.Count == 0 ? "there is no tool to make policies for" : $"there is no tool to make policies for: `{leftOut[0].Name}`: {leftOut[0].Reason}");
        }

        StarterBundle bundle = new(StarterFiles.Of(folder, user, tools), tools, leftOut);
        foreach ((string name, string text) in bundle.Files)
        {
            int most = name == ToolListing.FileName ? MaxListingBytes : MaxFileBytes;
            if (Encoding.UTF8.GetByteCount(text) > most)
            {
                throw new CliException($"the tools say so much that {name} would have more than {most >> 20} MiB", "no guard would load it: make a bundle for fewer servers");
            }
        }

        return bundle;
    }

    /// <summary>What keeps a definition from being read again as it was: a name that stands twice in an object, or too many levels.</summary>
    private static string? Fault(ToolDefinition definition)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(DefinitionsText.Of([definition]), new JsonDocumentOptions { AllowDuplicateProperties = false });
            ToolDefinition again = ToolListing.Read(document.RootElement)[0];
            return again.Pin == definition.Pin ? null : "it does not read the same twice";
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            return "its schema cannot be read again: it is too deep, or a name stands twice in it";
        }
    }
}

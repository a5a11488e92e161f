using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Schema;

namespace AgentGuard.Cli.Schema;

/// <summary>Prints the schema of a bundle.</summary>
internal static class SchemaRun
{
    /// <returns>The exit code.</returns>
    /// <exception cref="CliException">The folder or the file is not there, or the types of the bundle do not go together with the tools.</exception>
    /// <exception cref="PolicyBundleException">The bundle has errors.</exception>
    public static int Run(CliConsole console, string folder, string? toolFile, bool json)
    {
        string path = Bundles.Find(folder);
        string own = Path.Combine(path, ToolListing.FileName);
        IReadOnlyList<ToolDefinition> tools = toolFile is not null ? ToolFile.Load(toolFile) : File.Exists(own) ? ToolFile.Load(own) : [];
        // The tools are left out here: a policy that does not fit them is a reason to look at the schema.
        string schema = Print(PolicyBundle.Load(path), tools);
        console.Out.Profile.Out.Writer.WriteLine(json ? CedarSchemaJson.Write(CedarSchema.Parse(new SourceText(schema, Bundles.Schema))) : schema.TrimEnd('\n'));
        if (tools.Count == 0)
        {
            console.Error.Write(new StyledText()
                .Add("note:", Styles.Frame).Add($" no {ToolListing.FileName}: without definitions the tools have names and no arguments").EndLine());
        }

        return ExitCode.Success;
    }

    private static string Print(PolicyBundle bundle, IReadOnlyList<ToolDefinition> tools)
    {
        try
        {
            return bundle.PrintSchema(tools);
        }
        catch (InvalidOperationException e)
        {
            throw new CliException(e.Message, $"look at the types that {Bundles.Schema} declares");
        }
    }
}

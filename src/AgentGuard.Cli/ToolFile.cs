namespace AgentGuard.Cli;

/// <summary>Files that hold the definitions of tools.</summary>
internal static class ToolFile
{
    /// <summary>Reads a file that the user named.</summary>
    /// <exception cref="CliException">It cannot be read, or is no listing of tools.</exception>
    public static IReadOnlyList<ToolDefinition> Load(string path, string? toolset = null)
    {
        try
        {
            return ToolListing.Load(Path.GetFullPath(path), toolset);
        }
        catch (FormatException e)
        {
            throw new CliException(e.Message, "it is `{ \"toolsets\": { \"key\": [ … ] } }`, or a server's answer to `tools/list`");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CliException($"there is no file `{path}`");
        }
    }
}

using AgentGuard.Mcp;
using ModelContextProtocol.Protocol;
using Microsoft.Extensions.Logging;

namespace AgentGuard.Cli.Init;

/// <summary>Where the tools come from: a file, or servers that are asked.</summary>
internal sealed class ToolSource(CliConsole console, InitOptions options)
{
    private readonly List<LeftOutTool> _leftOut = [];

    /// <summary>The tools that no bundle can name, or could tell from another.</summary>
    public IReadOnlyList<LeftOutTool> LeftOut => _leftOut;

    /// <summary>Reads the tools.</summary>
    /// <param name="toolset">The toolset of tools that stand in none.</param>
    /// <param name="cancellationToken">Cancels the wait for a server.</param>
    /// <exception cref="CliException">A file cannot be read, or a server does not answer.</exception>
    public async Task<IReadOnlyList<ToolDefinition>> ReadAsync(string toolset, CancellationToken cancellationToken)
    {
        if (options.Tools is { } file)
        {
            return ToolFile.Load(file, toolset);
        }

        List<ToolDefinition> tools = [];
        foreach (McpUpstream server in McpServers.Of(toolset, options.Config, options.Url, options.Headers, options.Server))
        {
            tools.AddRange(await AskAsync(server, cancellationToken).ConfigureAwait(false));
        }

        return tools;
    }

    private async Task<IReadOnlyList<ToolDefinition>> AskAsync(McpUpstream server, CancellationToken cancellationToken)
    {
        // What a server prints is of interest where it does not answer, and noise where it does.
        using StringWriter said = new();
        using LineLoggerFactory log = new(said, LogLevel.Information);
        McpGatewayLimits limits = new();
        limits.ConnectTimeout = options.Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : limits.ConnectTimeout;
        try
        {
            IReadOnlyList<Tool> listed = await McpToolListing.ReadAsync(server, limits, log, cancellationToken: cancellationToken).ConfigureAwait(false);
            Tell(said.ToString(), static line => line.StartsWith("agentguard warn", StringComparison.Ordinal));
            return Describe(server, listed);
        }
        catch (McpGatewayException e)
        {
            Tell(said.ToString(), static line => line.Length > 0);
            throw new CliException(e.Message, options.Server.Count > 0 ? "does the command run by itself, and wait for input?" : null);
        }
    }

    private void Tell(string said, Func<string, bool> matters)
    {
        StyledText text = new();
        foreach (string line in said.ReplaceLineEndings("\n").Split('\n').Where(matters))
        {
            text.Add(line).EndLine();
        }

        console.Error.Write(text);
    }

    private List<ToolDefinition> Describe(McpUpstream server, IReadOnlyList<Tool> listed)
    {
        List<ToolDefinition> tools = [];
        foreach (IGrouping<string, Tool> named in listed.GroupBy(static tool => tool.Name))
        {
            string name = HiddenText.Shown($"{server.Key}.{named.Key}");
            if (named.Count() > 1)
            {
                _leftOut.Add(new LeftOutTool(name, "the server lists it more than once"));
                continue;
            }

            try
            {
                tools.Add(McpTools.Describe(named.First(), server.Key));
            }
            catch (ArgumentException e)
            {
                _leftOut.Add(new LeftOutTool(name, HiddenText.Shown(Message(e), longest: 160)));
            }
        }

        return tools;
    }

    private static string Message(ArgumentException e) =>
        e.ParamName is null ? e.Message : e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal);
}

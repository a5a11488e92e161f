using System.Text.Json;
using AgentGuard.Mcp;

namespace AgentGuard.Cli;

/// <summary>The servers that a command line names, for every command that speaks to servers.</summary>
internal static class McpServers
{
    /// <summary>The servers.</summary>
    /// <param name="toolset">The toolset of a server that is named by a command or a URL.</param>
    /// <param name="config">A file in the <c>mcpServers</c> form; null for none.</param>
    /// <param name="url">The URL of a server; null for none.</param>
    /// <param name="headers">Headers for it, as <c>Name: value</c>.</param>
    /// <param name="command">A server as a command and its arguments.</param>
    /// <exception cref="CliException">What is named cannot be a server.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<McpUpstream> Of(string toolset, string? config, string? url, IReadOnlyList<string> headers, IReadOnlyList<string> command)
    {
        try
        {
            IReadOnlyList<McpUpstream> servers = (config, url) switch
            {
                ({ } file, _) => McpServersFile.Read(File.ReadAllText(file), Environment.GetEnvironmentVariable),
                (_, { } address) => McpServersFile.Read(Entry(toolset, address, headers), Environment.GetEnvironmentVariable),
                _ => [new StdioUpstream(toolset, command[0], command.Skip(1)) { InheritsEnvironment = true }],
            };
            return servers.Count > 0 ? servers : throw new CliException("the configuration has no server", "add one to `mcpServers`");
        }
        catch (McpGatewayException e)
        {
            throw new CliException(e.Message);
        }
        catch (ArgumentException e)
        {
            throw new CliException(McpRun.Message(e), "give the server another key with `--toolset <key>`");
        }
    }

    /// <summary>A server by URL, in the form of a configuration: the same rules hold for both.</summary>
    private static string Entry(string key, string url, IReadOnlyList<string> headers)
    {
        Dictionary<string, string> named = new(StringComparer.OrdinalIgnoreCase);
        foreach (string header in headers)
        {
            int colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || !named.TryAdd(header[..colon].Trim(), header[(colon + 1)..].Trim()))
            {
                throw new CliException("a header is no `Name: value`, or stands twice", "write `--header \"Authorization: Bearer ${TOKEN}\"`");
            }
        }

        return JsonSerializer.Serialize(new { mcpServers = new Dictionary<string, object> { [key] = new { type = "http", url, headers = named } } });
    }
}

using System.Text.Json;
using AgentGuard.Mcp;

namespace AgentGuard.Cli;

/// <summary>One run of the gateway on standard input and output.</summary>
internal static class McpRun
{
    public static async Task<int> RunAsync(McpArguments arguments, CliConsole console, CancellationToken cancellationToken)
    {
        using LineLoggerFactory log = new(console.Error.Profile.Out.Writer, arguments.Log);
        IReadOnlyList<McpUpstream> servers = Servers(arguments);
        using ToolCallGuard guard = ToolCallGuard.FromPolicies(arguments.Policies, options => options.LoggerFactory = log);
        McpGatewayOptions options = new() { Guard = guard, Root = Root(arguments.User), HasHuman = arguments.HasHuman, LoggerFactory = log };
        foreach (McpUpstream server in servers)
        {
            options.Upstreams.Add(server);
        }

        if (arguments.Timeout is { } seconds)
        {
            options.Limits.RequestTimeout = seconds is > 0 and <= 86_400 ? TimeSpan.FromSeconds(seconds) : throw new CliException("`--timeout` is more than 0 seconds and at most a day");
        }

        try
        {
            (Stream input, Stream output) = console.OpenStreams();
            await new McpGateway(options).RunAsync(input, output, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Success;
        }
        catch (McpGatewayException e)
        {
            throw new CliException(e.Message, "the messages above say why");
        }
        catch (ArgumentException e)
        {
            throw new CliException(Message(e));
        }

        return ExitCode.Success;
    }

    private static Hop Root(string user)
    {
        try
        {
            return Principal.User(user);
        }
        catch (ArgumentException e)
        {
            throw new CliException($"nobody can be called `{user}`: {Message(e)}", "say who the user is with `--user <name>`");
        }
    }

    private static IReadOnlyList<McpUpstream> Servers(McpArguments arguments)
    {
        try
        {
            IReadOnlyList<McpUpstream> servers = arguments switch
            {
                { Config: { } file } => McpServersFile.Read(File.ReadAllText(file), Environment.GetEnvironmentVariable),
                { Url: { } url } => McpServersFile.Read(Entry(arguments.Toolset, url, arguments.Headers), Environment.GetEnvironmentVariable),
                _ => [Command(arguments)],
            };
            return servers.Count > 0 ? servers : throw new CliException("the configuration has no server", "add one to `mcpServers`");
        }
        catch (McpGatewayException e)
        {
            throw new CliException(e.Message);
        }
    }

    private static StdioUpstream Command(McpArguments arguments)
    {
        try
        {
            return new StdioUpstream(arguments.Toolset, arguments.Server[0], arguments.Server.Skip(1)) { InheritsEnvironment = true };
        }
        catch (ArgumentException e)
        {
            throw new CliException(Message(e), "a key has no dot and is not `agentguard`; the command is not empty");
        }
    }

    private static string Message(ArgumentException e) => e.ParamName is { } name ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message;

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

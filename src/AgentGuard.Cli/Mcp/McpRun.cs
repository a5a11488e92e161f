using AgentGuard.Mcp;

namespace AgentGuard.Cli;

/// <summary>One run of the gateway on standard input and output.</summary>
internal static class McpRun
{
    public static async Task<int> RunAsync(McpArguments arguments, CliConsole console, CancellationToken cancellationToken)
    {
        using LineLoggerFactory log = new(console.Error.Profile.Out.Writer, arguments.Log);
        IReadOnlyList<McpUpstream> servers = McpServers.Of(arguments.Toolset, arguments.Config, arguments.Url, arguments.Headers, arguments.Server);
        using ToolCallGuard guard = ToolCallGuard.FromPolicies(arguments.Policies, options => options.LoggerFactory = log);
        McpGatewayOptions options = new() { Guard = guard, Root = Root(arguments.User), HasHuman = arguments.HasHuman, PassesRoots = arguments.PassesRoots, LoggerFactory = log };
        foreach (McpUpstream server in servers)
        {
            options.Upstreams.Add(server);
        }

        if (arguments.Timeout is { } seconds)
        {
            options.Limits.RequestTimeout = seconds is > 0 and <= 86_400 ? TimeSpan.FromSeconds(seconds) : throw new CliException("`--timeout` is more than 0 seconds and at most a day");
        }

        ApprovalSocket? approvals = arguments.Approvals is { } socket ? ApprovalSocket.Open(socket, guard.Approvals, log.CreateLogger("AgentGuard.Approvals")) : null;
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
        finally
        {
            if (approvals is not null)
            {
                await approvals.DisposeAsync().ConfigureAwait(false);
            }
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

    /// <summary>What is wrong, without the name of a parameter that nobody here has seen.</summary>
    public static string Message(ArgumentException e) => e.ParamName is { } name ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message;
}

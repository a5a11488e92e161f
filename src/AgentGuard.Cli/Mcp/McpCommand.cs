using System.CommandLine;

namespace AgentGuard.Cli;

/// <summary><c>agentguard mcp</c>: the gateway. Standard output is the protocol's from the first byte to the last.</summary>
internal static class McpCommand
{
    public static Command Create(CliConsole console)
    {
        Option<string> policies = new("--policies") { Description = "The folder of the policy bundle.", HelpName = "folder", DefaultValueFactory = static _ => "policies" };
        Option<string> toolset = new("--toolset") { Description = "The key by which policies name the server's tools.", HelpName = "key", DefaultValueFactory = static _ => "mcp" };
        Option<string> user = CommonOptions.Text("--user", "On whose behalf the client acts. Default: who you are to the operating system.", "name");
        Option<bool> human = CommonOptions.Flag("--human", "A human sits in front of the client, who is asked where a policy wants the user's own yes.");
        Option<bool> noRoots = CommonOptions.Flag("--no-roots", "Keeps the client's roots from servers: some put them in the place of the folders that they were started with.");
        Option<string> config = CommonOptions.Text("--config", "Servers from a file, in the mcpServers form that clients use. Its keys are the toolsets.", "file");
        Option<string> url = CommonOptions.Text("--url", "A server over streamable HTTP.", "url");
        Option<string[]> header = new("--header") { Description = "A header for it, \"Name: value\". ${NAME} in it is a variable of the environment.", HelpName = "header" };
        Option<double?> timeout = new("--timeout") { Description = "How many seconds a server may be silent about a call, 300 by default. Its progress starts them anew.", HelpName = "seconds" };
        Option<string> approvals = CommonOptions.Text("--approvals", "A socket to be made, over which users of other accounts answer held calls with agentguard approvals.", "socket");
        Option<string> log = new("--log") { Description = "The least severe message that goes to standard error: debug, info, warn, error or none.", HelpName = "level", DefaultValueFactory = static _ => "info" };
        Argument<string[]> server = new("server") { Description = "A server as a command and its arguments, behind --.", Arity = ArgumentArity.ZeroOrMore };
        log.AcceptOnlyFromAmong([.. LineLoggerFactory.Levels.Keys]);

        ExplainedCommand command = new("mcp", "Stands in front of MCP servers and decides every call. It speaks MCP on standard input and output, as a server does.")
        {
            Examples =
            [
                "agentguard mcp --policies policies/mcp-filesystem --toolset files --no-roots \\",
                "    -- npx -y @modelcontextprotocol/server-filesystem ~/project",
                "agentguard mcp --config servers.json --user alice --human",
                "agentguard mcp --url https://example.org/mcp --header 'Authorization: ${TOKEN}'",
            ],
        };
        command.Arguments.Add(server);
        foreach (Option option in (Option[])[policies, toolset, user, human, noRoots, config, url, header, timeout, approvals, log])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            int sources = (result.GetValue(config) is null ? 0 : 1) + (result.GetValue(url) is null ? 0 : 1) + (result.GetValue(server) is { Length: > 0 } ? 1 : 0);
            if (sources != 1)
            {
                result.AddError(sources == 0
                    ? "no server: give `-- <command> [args]…`, `--url <url>` or `--config <file>`"
                    : "more than one server: a command, `--url` and `--config` exclude each other; several servers go into a `--config`");
            }

            if (result.GetValue(header) is { Length: > 0 } && result.GetValue(url) is null)
            {
                result.AddError("`--header` is for a server with `--url`; in a file its headers stand beside it");
            }
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            McpArguments arguments = new(
                Path.GetFullPath(parsed.GetRequiredValue(policies)),
                parsed.GetRequiredValue(toolset),
                parsed.GetValue(user) ?? Environment.UserName,
                parsed.GetValue(human),
                !parsed.GetValue(noRoots),
                parsed.GetValue(config),
                parsed.GetValue(url),
                parsed.GetValue(header) ?? [],
                parsed.GetValue(timeout),
                parsed.GetValue(approvals),
                LineLoggerFactory.Levels[parsed.GetRequiredValue(log)],
                parsed.GetValue(server) ?? []);
            return McpRun.RunAsync(arguments, console, cancellationToken);
        });
        return command;
    }
}

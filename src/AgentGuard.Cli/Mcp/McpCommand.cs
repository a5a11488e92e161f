using System.CommandLine;

namespace AgentGuard.Cli;

/// <summary><c>agentguard mcp</c>: the gateway. Standard output is the protocol's from the first byte to the last.</summary>
internal static class McpCommand
{
    public static Command Create(CliConsole console)
    {
        Option<DirectoryInfo> policies = new("--policies") { Description = "The folder of the policy bundle.", HelpName = "folder", DefaultValueFactory = static _ => new DirectoryInfo("policies") };
        Option<string> toolset = new("--toolset") { Description = "The key by which policies name the server's tools.", HelpName = "key", DefaultValueFactory = static _ => "mcp" };
        Option<string?> user = new("--user") { Description = "On whose behalf the client acts. Default: who you are to the operating system.", HelpName = "name" };
        Option<bool> human = new("--human") { Description = "A human sits in front of the client, who is asked where a policy wants the user's own yes." };
        Option<FileInfo?> config = new("--config") { Description = "Servers from a file, in the `mcpServers` form that clients use. Its keys are the toolsets.", HelpName = "file" };
        Option<string?> url = new("--url") { Description = "A server over streamable HTTP.", HelpName = "url" };
        Option<string[]> header = new("--header") { Description = "A header for it, as `Name: value`. ${NAME} in it is a variable of the environment.", HelpName = "header" };
        Option<double?> timeout = new("--timeout") { Description = "How many seconds a server may be silent about a call. Its progress starts them anew. Default 300.", HelpName = "seconds" };
        Option<string> log = new("--log") { Description = "The least severe message that is written to standard error.", DefaultValueFactory = static _ => "info" };
        Argument<string[]> server = new("server") { Description = "A server as a command and its arguments, behind `--`.", Arity = ArgumentArity.ZeroOrMore };
        log.AcceptOnlyFromAmong([.. LineLoggerFactory.Levels.Keys]);

        Command command = new("mcp", "Stands in front of MCP servers and decides every call. Speaks MCP on standard input and output.")
        {
            policies, toolset, user, human, config, url, header, timeout, log, server,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            McpArguments arguments = new(
                parsed.GetValue(policies)!.FullName,
                parsed.GetValue(toolset)!,
                parsed.GetValue(user) ?? Environment.UserName,
                parsed.GetValue(human),
                parsed.GetValue(config)?.FullName,
                parsed.GetValue(url),
                parsed.GetValue(header) ?? [],
                parsed.GetValue(timeout),
                LineLoggerFactory.Levels[parsed.GetValue(log)!],
                parsed.GetValue(server) ?? []);
            return McpRun.RunAsync(arguments, console, cancellationToken);
        });
        command.Validators.Add(result =>
        {
            int sources = (result.GetValue(config) is null ? 0 : 1) + (result.GetValue(url) is null ? 0 : 1) + (result.GetValue(server) is { Length: > 0 } ? 1 : 0);
            if (sources != 1)
            {
                result.AddError(sources == 0
                    ? "no server: give `-- <command> [args]…`, `--url <url>` or `--config <file>`"
                    : "more than one server: a command, `--url` and `--config` exclude each other; several servers go into a `--config`");
            }

            if (result.GetValue(server) is [['-', ..] option, ..])
            {
                result.AddError($"unknown option `{option}`: a server's command stands behind `--`");
            }

            if (result.GetValue(header) is { Length: > 0 } && result.GetValue(url) is null)
            {
                result.AddError("`--header` is for a server with `--url`; in a file its headers stand beside it");
            }
        });
        return command;
    }
}

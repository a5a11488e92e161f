using System.CommandLine;

namespace AgentGuard.Cli.Init;

/// <summary><c>agentguard init</c>: a bundle to start from, made from what tools say of themselves. It permits nothing.</summary>
internal static class InitCommand
{
    public static Command Create(CliConsole console)
    {
        Argument<string> folder = new("folder") { Description = "The folder to make." };
        Argument<string[]> server = new("server") { Description = "An MCP server as a command and its arguments, behind --.", Arity = ArgumentArity.ZeroOrMore };
        Option<string> tools = CommonOptions.Text("--tools", "Take the tools from a file: a server's answer to tools/list, or a definitions.json.", "file");
        Option<string> url = CommonOptions.Text("--url", "Ask a server over streamable HTTP.", "url");
        Option<string[]> header = new("--header") { Description = "A header for it, as 'Name: value'. ${NAME} in it is a variable of the environment.", HelpName = "header" };
        Option<string> config = CommonOptions.Text("--config", "Ask all servers of a file in the mcpServers form that clients use.", "file");
        Option<string> toolset = CommonOptions.Text("--toolset", "What policies call the server. By default the name of the folder.", "key");
        Option<string> user = CommonOptions.Text("--user", "The first user. By default who you are to the operating system.", "name");
        Option<double?> timeout = new("--timeout") { Description = "How many seconds a server has to answer. Default 60.", HelpName = "seconds" };
        Option<bool> force = CommonOptions.Flag("--force", "Write over a bundle that is there.");
        Option<bool> json = CommonOptions.Json();
        ExplainedCommand command = new(
            "init",
            "Makes a bundle of policies for the tools of an MCP server. It asks the server for its tools, guesses which of them need care, and writes policies that permit nothing yet: "
            + "what they could permit stands in comments.")
        {
            Examples =
            [
                "agentguard init policies/files -- npx -y @modelcontextprotocol/server-memory",
                "agentguard init policies/web --url http://localhost:3001/mcp",
                "agentguard init policies/all --config ~/.config/client/mcp.json",
                "agentguard init policies/pay --tools tools.json --user alice",
            ],
        };
        command.Arguments.Add(folder);
        command.Arguments.Add(server);
        foreach (Option option in (ReadOnlySpan<Option>)[tools, url, header, config, toolset, user, timeout, force, json])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            int sources = new[] { tools, url, config }.Count(option => result.GetResult(option) is not null) + (result.GetResult(server) is { Tokens.Count: > 0 } ? 1 : 0);
            if (sources != 1)
            {
                result.AddError(sources == 0
                    ? "no tools: name a server with `-- <command> [args]`, `--url` or `--config`, or a file with `--tools`"
                    : "the tools come from one place: a command, `--url`, `--config` and `--tools` exclude each other");
            }

            if (result.GetResult(header) is not null && result.GetResult(url) is null)
            {
                result.AddError("`--header` is for a server with `--url`; in a file its headers stand beside it");
            }

            if (result.GetResult(toolset) is not null && result.GetResult(config) is not null)
            {
                result.AddError("`--toolset` names one server, and a file in the `mcpServers` form names its own");
            }

            if (result.GetResult(timeout) is { Tokens.Count: > 0 } && result.GetValue(timeout) is not (> 0 and <= 86_400))
            {
                result.AddError("`--timeout` is more than 0 seconds and at most a day");
            }
        });
        command.SetAction((parsed, cancellationToken) => new InitRun(console, new InitOptions(Path.TrimEndingDirectorySeparator(parsed.GetRequiredValue(folder)))
        {
            Toolset = parsed.GetValue(toolset),
            Tools = parsed.GetValue(tools),
            Config = parsed.GetValue(config),
            Url = parsed.GetValue(url),
            Headers = parsed.GetValue(header) ?? [],
            Server = parsed.GetValue(server) ?? [],
            User = parsed.GetValue(user) ?? Environment.UserName,
            Timeout = parsed.GetValue(timeout),
            Force = parsed.GetValue(force),
            Json = parsed.GetValue(json),
        }).RunAsync(cancellationToken));
        return command;
    }
}

using System.CommandLine;
using Spectre.Console;

namespace AgentGuard.Cli;

/// <summary>The commands, and what happens where one of them fails.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line.</summary>
    /// <param name="args">What was typed behind <c>agentguard</c>.</param>
    /// <param name="console">Where to read and write.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> args, CliConsole console, CancellationToken cancellationToken = default)
    {
        ParseResult parsed = Create(console).Parse(args);
        InvocationConfiguration configuration = new()
        {
            // Help that nobody asked for is no result: whoever reads a protocol there must not find it.
            Output = parsed.Errors.Count > 0 ? console.Error.Profile.Out.Writer : console.Out.Profile.Out.Writer,
            Error = console.Error.Profile.Out.Writer,
            EnableDefaultExceptionHandler = false,
        };
        try
        {
            int code = await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
            return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
        }
        catch (CliException e)
        {
            return Fail(console, e.Message, e.Help);
        }
        catch (PolicyBundleException e)
        {
            return Fail(console, e.Message, help: null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(console, e.Message, help: null);
        }
    }

    private static RootCommand Create(CliConsole console)
    {
        RootCommand root = new("Writes, checks, tests and explains the policies of AI agents, and guards any MCP server.");
        foreach (Command command in Commands(console))
        {
            root.Subcommands.Add(command);
        }

        return root;
    }

    /// <summary>In the order in which they are met: make a bundle, check it, test it, put it in front of a server.</summary>
    private static IEnumerable<Command> Commands(CliConsole console) =>
    [
        McpCommand.Create(console),
    ];

    private static int Fail(CliConsole console, string message, string? help)
    {
        console.Error.Write(new Text("error: ", new Style(Color.Red)));
        console.Error.WriteLine(message);
        if (help is not null)
        {
            console.Error.WriteLine($"help: {help}");
        }

        return ExitCode.Failure;
    }
}

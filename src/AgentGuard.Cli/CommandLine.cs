using System.CommandLine;
using System.CommandLine.Help;
using AgentGuard.Cli.Check;
using AgentGuard.Cli.Explain;
using AgentGuard.Cli.Format;
using AgentGuard.Cli.Init;
using AgentGuard.Cli.Replay;
using AgentGuard.Cli.Schema;
using AgentGuard.Cli.Test;

namespace AgentGuard.Cli;

/// <summary>The commands, and what happens where one of them fails.</summary>
internal static class CommandLine
{
    public const string Name = "agentguard";

    // `@modelcontextprotocol/server-filesystem` is an argument, and not a file of arguments.
    private static readonly ParserConfiguration s_parser = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>How long a command may take to clean up after a signal.</summary>
    private static readonly TimeSpan s_ending = TimeSpan.FromSeconds(10);

    /// <summary>Runs one command line.</summary>
    /// <param name="args">What was typed behind <c>agentguard</c>.</param>
    /// <param name="console">Where to read and write.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> args, CliConsole console, CancellationToken cancellationToken = default)
    {
        Command program = Create(console);
        ParseResult parsed = program.Parse(args, s_parser);
        InvocationConfiguration configuration = new()
        {
            Output = console.Out.Profile.Out.Writer,
            Error = console.Error.Profile.Out.Writer,
            EnableDefaultExceptionHandler = false,

            // A server that does not end by itself has to be ended first, or it outlives whoever was told to end.
            ProcessTerminationTimeout = s_ending,
        };
        try
        {
            if (parsed.Action?.ClearsParseErrors != true && UsageError.Of(parsed, args) is { } error)
            {
                return Refuse(console, error, parsed, program);
            }

            return await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
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
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }
        catch (Exception e)
        {
            // Whatever it is, a script hears of it by a code that is documented, and never by that of a crash.
            return Fail(console, e.ToString().ReplaceLineEndings("\n"), "this is a fault of agentguard, and worth a report");
        }
    }

    private static Command Create(CliConsole console)
    {
        // No RootCommand: it would be called after the process that it runs in, a test's too.
        Command program = new(Name, "decides every tool call of an AI agent, before the tool runs");
        program.Options.Add(new HelpOption { Action = new CommandHelp(), Recursive = true });
        program.Options.Add(new VersionOption { Action = new ShowVersion() });
        foreach (Command command in Commands(console))
        {
            program.Subcommands.Add(command);
        }

        return program;
    }

    /// <summary>In the order in which they are met: make a bundle, check it, test it, put it in front of a server.</summary>
    private static IEnumerable<Command> Commands(CliConsole console) =>
    [
        InitCommand.Create(console),
        CheckCommand.Create(console),
        FormatCommand.Create(console),
        SchemaCommand.Create(console),
        TestCommand.Create(console),
        ExplainCommand.Create(console),
        ReplayCommand.Create(console),
        McpCommand.Create(console),
        ApprovalsCommand.Create(console),
    ];

    private static int Refuse(CliConsole console, UsageError error, ParseResult parsed, Command program)
    {
        if (parsed.Tokens.Count == 0)
        {
            CommandHelp.WriteProgram(program, console.Error.Profile.Out.Writer);
            return ExitCode.Usage;
        }

        string command = parsed.CommandResult.Command == program ? "" : $" {parsed.CommandResult.Command.Name}";
        Say(console, error.Message, [error.Help, $"`{Name}{command} --help` tells more"]);
        return ExitCode.Usage;
    }

    private static int Fail(CliConsole console, string message, string? help)
    {
        Say(console, message, [help]);
        return ExitCode.Failure;
    }

    private static void Say(CliConsole console, string message, IEnumerable<string?> help)
    {
        StyledText text = new StyledText().Add("error:", Styles.Error).Add(" ").AddLines(HiddenText.ShownLines(message));
        foreach (string line in help.OfType<string>())
        {
            text.Add("help:", Styles.Strong).Add(" ").AddLines(HiddenText.ShownLines(line));
        }

        console.Error.Write(text);
    }
}

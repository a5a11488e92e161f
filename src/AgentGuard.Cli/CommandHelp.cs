using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;

namespace AgentGuard.Cli;

/// <summary>
/// Prints what a command takes: System.CommandLine's text, as wide as a page and not as the window, and examples under it. For the whole program it is
/// the order of work, which a list of commands does not tell.
/// </summary>
internal sealed class CommandHelp : SynchronousCommandLineAction
{
    private const int Width = 80;

    /// <summary>It is asked for where something is missing.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        Command command = parseResult.CommandResult.Command;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (command.Subcommands.Count > 0)
        {
            WriteProgram(command, output);
        }
        else
        {
            WriteCommand(parseResult, output);
            WriteExamples(command, output);
        }

        return ExitCode.Success;
    }

    /// <summary>Writes what the program is for.</summary>
    public static void WriteProgram(Command program, TextWriter output)
    {
        int column = program.Subcommands.Max(static command => command.Name.Length);
        output.WriteLine($"{program.Name}: {program.Description}");
        output.WriteLine();
        output.WriteLine("Usage:");
        output.WriteLine($"  {program.Name} <command> [options]");
        output.WriteLine();
        output.WriteLine("Commands, in the order in which they are needed:");
        foreach (Command command in program.Subcommands)
        {
            output.WriteLine($"  {command.Name.PadRight(column)}  {Summary(command)}");
        }

        output.WriteLine();
        output.WriteLine("Options:");
        output.WriteLine("  --help     What a command takes, with examples: agentguard check --help");
        output.WriteLine("  --version  Which agentguard this is");
        output.WriteLine();
        output.WriteLine("Exit codes:");
        output.WriteLine("  0 fine, 1 something was found, 2 a wrong command line, 3 it could not be done");
    }

    private static void WriteCommand(ParseResult parsed, TextWriter output)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        parsed.InvocationConfiguration.Output = text;
        try
        {
            new HelpAction { MaxWidth = Width }.Invoke(parsed);
        }
        finally
        {
            parsed.InvocationConfiguration.Output = output;
        }

        // It fills its columns up with spaces, which show where text is copied or compared.
        foreach (string line in text.ToString().TrimEnd().Split('\n'))
        {
            output.WriteLine(line.TrimEnd());
        }
    }

    private static void WriteExamples(Command command, TextWriter output)
    {
        if (command is not ExplainedCommand { Examples: { Count: > 0 } examples })
        {
            return;
        }

        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (string example in examples)
        {
            output.WriteLine($"  {example}");
        }
    }

    /// <summary>The first sentence.</summary>
    private static string Summary(Command command)
    {
        string text = command.Description ?? "";
        int end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text.TrimEnd('.') : text[..end];
    }
}

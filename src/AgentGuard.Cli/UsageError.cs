using System.CommandLine;
using System.CommandLine.Parsing;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cli;

/// <summary>Something in a command line that cannot be understood, said as everything else is: lower case, user text in backticks, help beside it.</summary>
/// <param name="Message">What is wrong.</param>
/// <param name="Help">What was probably meant; null where nothing comes to mind.</param>
internal sealed record UsageError(string Message, string? Help = null)
{
    /// <summary>What is wrong with a command line; null where nothing is.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="args">What was typed.</param>
    public static UsageError? Of(ParseResult parsed, IReadOnlyList<string> args)
    {
        Command command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens.FirstOrDefault(static token => token is not "-" and not "--") is { } first)
        {
            return first.StartsWith('-') ? UnknownOption(first, command) : Unknown("command", first, command.Subcommands.Select(static known => known.Name));
        }

        HashSet<Token> free = [.. parsed.Tokens.SkipWhile(static token => token.Type != TokenType.DoubleDash)];
        if (MistakenForArgument(parsed, free) is { } option)
        {
            return UnknownOption(option, command);
        }

        if (Empty(parsed, free) is { } empty)
        {
            return new UsageError($"`{empty}` is empty");
        }

        if (Overloaded(command, args) is { } flag)
        {
            return new UsageError($"`{flag}` takes no value");
        }

        if (parsed.Errors.Count > 0 && parsed.UnmatchedTokens.Count > 0)
        {
            return new UsageError($"unexpected argument `{parsed.UnmatchedTokens[0]}`");
        }

        return parsed.Errors.Count == 0 ? null : Describe(parsed.Errors[0], command);
    }

    /// <summary>
    /// A misspelt option must not be taken for a folder, nor be left out: who writes <c>--warning-as-errors</c> believes in it. Behind <c>--</c> everything
    /// is an argument.
    /// </summary>
    private static string? MistakenForArgument(ParseResult parsed, HashSet<Token> free) =>
        parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(static argument => argument.Tokens)
            .Concat(parsed.UnmatchedTokens.Select(text => parsed.Tokens.First(token => token.Value == text)))
            .FirstOrDefault(token => token.Value.Length > 1 && token.Value[0] == '-' && !free.Contains(token))?.Value;

    /// <summary>No command takes nothing for a name; it is what a variable of a script leaves that was not set.</summary>
    private static string? Empty(ParseResult parsed, HashSet<Token> free) => parsed.CommandResult.Children
        .Where(child => child.Tokens.Any(token => token.Value.Length == 0 && !free.Contains(token)))
        .Select(static child => child switch
        {
            OptionResult { Option: { } option } => option.Name,
            ArgumentResult { Argument: { } argument } => $"<{argument.Name}>",
            _ => null,
        })
        .FirstOrDefault();

    /// <summary>The parser would take <c>yes</c> of <c>--json=yes</c> for an argument.</summary>
    private static string? Overloaded(Command command, IReadOnlyList<string> args) => command.Options
        .Where(static option => option.Arity.MaximumNumberOfValues == 0)
        .Select(static option => option.Name)
        .FirstOrDefault(name => args.TakeWhile(static arg => arg != "--").Any(arg => arg.StartsWith(name + "=", StringComparison.Ordinal)));

    private static UsageError Describe(ParseError error, Command command) => error.SymbolResult switch
    {
        OptionResult { Tokens.Count: 0, Option: { Arity.MinimumNumberOfValues: > 0 } option } => new($"`{option.Name}` needs a value", $"write `{option.Name} <{option.HelpName ?? option.Name.TrimStart('-')}>`"),
        ArgumentResult { Tokens.Count: 0 } missing => new($"`{command.Name}` needs a `<{missing.Argument.Name}>`"),
        CommandResult when command.Subcommands.Count > 0 => new("a command is missing"),
        _ => new(InHouseForm(error.Message)),
    };

    private static UsageError UnknownOption(string option, Command command)
    {
        int equals = option.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? option : option[..equals];
        return Unknown("option", name, command.Options.SelectMany(static known => known.Aliases.Prepend(known.Name)).Where(static known => known.Length > 2));
    }

    private static UsageError Unknown(string what, string text, IEnumerable<string> known) =>
        new($"unknown {what} `{text}`", Suggestion.Closest(text, known) is { } meant ? $"did you mean `{meant}`?" : null);

    /// <summary>What a validator says is in the form already; what System.CommandLine itself says is not.</summary>
    private static string InHouseForm(string message) =>
        message.Length > 1 && char.IsAsciiLetterUpper(message[0])
            ? char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.').Replace('\'', '`')
            : message;
}

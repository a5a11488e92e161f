using System.CommandLine;
using System.CommandLine.Parsing;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cli.Explain;

/// <summary><c>agentguard explain</c>: one call, and every policy with what it says to it.</summary>
internal static class ExplainCommand
{
    public static Command Create(CliConsole console)
    {
        Argument<string> folder = new("folder") { Description = "A folder of policies." };
        Argument<ToolId> tool = new("tool") { Description = "The tool, as payments.transfer.", CustomParser = static result => Read(result, ReadTool) };
        Argument<string> arguments = new("arguments")
        {
            Description = "The arguments as JSON, or - to read them from standard input.",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = static _ => "{}",
        };
        Option<Hop[]> chain = new("--as")
        {
            Description = "Who acts: user:alice, or User::\"alice\". For an agent say first on whose behalf, one --as each. Claims stand behind: 'user:alice {\"scope\":[\"pay\"]}'.",
            HelpName = "who",
            CustomParser = static result => ReadAll(result, HopText.Parse),
            Required = true,
            AllowMultipleArgumentsPerToken = false,
        };
        Option<string> tenant = CommonOptions.Text("--tenant", "The tenant of the session.");
        Option<CedarRecord> session = Facts("--session", "What the host knows of the session, as context.session.");
        Option<CedarRecord> environment = Facts("--environment", "What the host knows of where it runs, as context.environment.");
        Option<string[]> said = new("--said") { Description = "Words of the user, which arguments may come from.", HelpName = "words", AllowMultipleArgumentsPerToken = false };
        Option<DateTimeOffset?> at = new("--at")
        {
            Description = "When the call is made, as 2026-01-05T22:30:00Z; else now.",
            HelpName = "time",
            CustomParser = static result => Read(result, static text => (DateTimeOffset?)DateTimeOffset.FromUnixTimeMilliseconds(CedarDateTime.Parse(text).Milliseconds)),
        };
        Option<string> tools = CommonOptions.Tools();
        Option<bool> json = CommonOptions.Json();
        ExplainedCommand command = new(
            "explain",
            "Explains how a call is decided. It tells every policy that was considered, what each of its conditions comes to with the call's values, and what would let the call pass. Nothing is held or recorded.")
        {
            Examples =
            [
                "agentguard explain policies/treasury payments.transfer \\",
                "  '{\"to\":\"DE89370400440532013000\",\"amount\":2500}' \\",
                "  --as user:alice --as agent:treasury-bot --said \"pay DE89…\"",
                "agentguard explain policies/treasury mail.read - --as user:bob < call.json",
            ],
        };
        foreach (Argument argument in (ReadOnlySpan<Argument>)[folder, tool, arguments])
        {
            command.Arguments.Add(argument);
        }

        foreach (Option option in (ReadOnlySpan<Option>)[chain, tenant, session, environment, said, at, tools, json])
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => new ExplainRun(console, new ExplainOptions(
            parsed.GetRequiredValue(folder), parsed.GetRequiredValue(tool), parsed.GetRequiredValue(chain))
        {
            Arguments = parsed.GetRequiredValue(arguments),
            Tenant = parsed.GetValue(tenant),
            Session = parsed.GetValue(session) ?? CedarRecord.Empty,
            Environment = parsed.GetValue(environment) ?? CedarRecord.Empty,
            Said = parsed.GetValue(said) ?? [],
            At = parsed.GetValue(at),
            Tools = parsed.GetValue(tools),
            Json = parsed.GetValue(json),
        }).RunAsync(cancellationToken));
        return command;
    }

    private static Option<CedarRecord> Facts(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "json",
        CustomParser = static result => Read(result, static text => CedarJson.ParseContext(text)),
    };

    private static ToolId ReadTool(string text)
    {
        try
        {
            return ToolId.Parse(text);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"`{text}` names no tool: write toolset and name, as in `payments.transfer`", e);
        }
    }

    private static T? Read<T>(ArgumentResult result, Func<string, T> parse) => ReadAll(result, parse) is [var value] ? value : default;

    private static T[] ReadAll<T>(ArgumentResult result, Func<string, T> parse)
    {
        List<T> values = [];
        foreach (Token token in result.Tokens)
        {
            try
            {
                values.Add(parse(token.Value));
            }
            catch (Exception e) when (e is ArgumentException or FormatException or CedarJsonException)
            {
                string message = e is ArgumentException { ParamName: { } name } ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message;
                result.AddError(e is CedarJsonException ? $"`{token.Value}` cannot be read: {message}" : message);
            }
        }

        return [.. values];
    }
}

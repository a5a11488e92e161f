using System.CommandLine;

namespace AgentGuard.Cli.Schema;

/// <summary><c>agentguard schema</c>: the Cedar schema that policies are validated with, for other Cedar tools.</summary>
internal static class SchemaCommand
{
    public static Command Create(CliConsole console)
    {
        Argument<string> folder = new("folder") { Description = "A folder of policies." };
        Option<string> tools = CommonOptions.Tools();
        Option<bool> json = CommonOptions.Flag("--json", "Print Cedar's JSON form of the schema.");
        ExplainedCommand command = new(
            "schema",
            "Prints the Cedar schema that policies are validated with. It is made of schema.cedarschema, tools.json and the definitions of the tools, and other Cedar tools read it.")
        {
            Examples =
            [
                "agentguard schema policies/treasury",
                "agentguard schema policies/treasury --json > treasury.cedarschema.json",
            ],
        };
        command.Arguments.Add(folder);
        command.Options.Add(tools);
        command.Options.Add(json);
        command.SetAction(parsed => SchemaRun.Run(console, parsed.GetRequiredValue(folder), parsed.GetValue(tools), parsed.GetValue(json)));
        return command;
    }
}

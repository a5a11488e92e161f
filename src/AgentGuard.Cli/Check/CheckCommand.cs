using System.CommandLine;

namespace AgentGuard.Cli.Check;

/// <summary><c>agentguard check</c>: everything that is wrong with a bundle, before a guard refuses to load it.</summary>
internal static class CheckCommand
{
    public static Command Create(CliConsole console)
    {
        Argument<string[]> folders = new("folder") { Description = "Folders of policies.", Arity = ArgumentArity.OneOrMore };
        Option<string> tools = CommonOptions.Tools();
        Option<bool> pin = CommonOptions.Flag("--pin", "Write the hash of each definition into tools.json: a tool that changes later is denied.");
        Option<bool> write = CommonOptions.Flag("--write", "If there is no error, write bundle.json: a guard then loads these files as they are, and no others.");
        Option<string> version = CommonOptions.Text("--version", "With --write: the version of the bundle.");
        Option<string> name = CommonOptions.Text("--name", "With --write: the name of the bundle.");
        Option<bool> strict = CommonOptions.Flag("--warnings-as-errors", "Let warnings count as errors.");
        Option<bool> json = CommonOptions.Json();
        ExplainedCommand command = new(
            "check",
            "Finds what is wrong with policies. It parses and validates them, compares them with the tools, and shows each error and warning where it stands.")
        {
            Examples =
            [
                "agentguard check policies/treasury",
                "agentguard check policies/* --warnings-as-errors --json",
                "agentguard check policies/treasury --write --version 1.4.0",
            ],
        };
        command.Arguments.Add(folders);
        foreach (Option option in (ReadOnlySpan<Option>)[tools, pin, write, version, name, strict, json])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(write) is null && (result.GetResult(version) ?? result.GetResult(name)) is { } alone)
            {
                result.AddError($"`{alone.Option.Name}` is about the manifest, and there is no `{write.Name}`");
            }

            if (result.GetResult(name) is not null && result.GetResult(folders) is { Tokens.Count: > 1 })
            {
                result.AddError($"`{name.Name}` names one bundle, and there are several");
            }
        });
        command.SetAction(parsed => new CheckRun(console, new CheckOptions(parsed.GetRequiredValue(folders))
        {
            Tools = parsed.GetValue(tools),
            Pin = parsed.GetValue(pin),
            Write = parsed.GetValue(write),
            Version = parsed.GetValue(version),
            Name = parsed.GetValue(name),
            WarningsAsErrors = parsed.GetValue(strict),
            Json = parsed.GetValue(json),
        }).Run());
        return command;
    }
}

using System.CommandLine;

namespace AgentGuard.Cli;

/// <summary>Options that mean the same wherever they are.</summary>
internal static class CommonOptions
{
    public static Option<string> Tools() => Text("--tools", $"Definitions of the tools, as a server lists them; else {ToolListing.FileName} in the folder, if it is there.", "file");

    public static Option<bool> Json() => Flag("--json", "Print one JSON document.");

    /// <summary>An option without a value.</summary>
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>An option with a text as its value.</summary>
    public static Option<string> Text(string name, string description, string helpName = "text") => new(name) { Description = description, HelpName = helpName };
}

using Spectre.Console;

namespace AgentGuard.Cli.Init;

/// <summary>Says what was made, and what comes next.</summary>
internal sealed class InitReport(InitOptions options, StarterBundle bundle, IReadOnlyList<LeftOutTool> leftOut)
{
    private const string Looks = "looks only?";

    public void Write(CliConsole console)
    {
        if (options.Json)
        {
            console.Json(ToJson());
            return;
        }

        console.Out.Write(Heading());
        console.Out.Write(Tools(console));
        console.Out.Write(Rest());
    }

    private object ToJson() => new
    {
        options.Folder,
        Files = StarterFiles.Names,
        Tools = bundle.Tools.Select(static tool => new
        {
            Tool = tool.Id.ToString(),
            tool.Groups,
            Why = tool.Guess.Reasons,
            LooksOnly = tool.Guess.IsEmpty,
        }),
        LeftOut = leftOut,
    };

    private StyledText Heading() => new StyledText()
        .Add("made ", Styles.Good).Add(options.Folder, Styles.Strong).Add($" for {Count.Of(bundle.Tools.Count, "tool")}. Nothing is permitted yet.").EndLine()
        .EndLine();

    private Table Tools(CliConsole console)
    {
        Table table = console.Table("tool", "groups", "why");
        foreach (StarterTool tool in bundle.Tools)
        {
            string groups = tool.Guess.IsEmpty ? Looks : string.Join(", ", tool.Guess.Groups.Select(static group => group.Group));
            table.AddRow(new Text(tool.Id.ToString()), new Text(groups), new Text(tool.Guess.Reasons));
        }

        return table;
    }

    private StyledText Rest()
    {
        StyledText text = new StyledText().EndLine();
        foreach (LeftOutTool tool in leftOut)
        {
            text.Add("left out: ", Styles.Warning).Add($"`{tool.Name}`: {tool.Reason}").EndLine();
        }

        text.Add(leftOut.Count > 0 ? "\n" : "").Add("Next:", Styles.Strong).EndLine();
        string folder = options.Folder;
        foreach ((string command, string what) in Next(folder))
        {
            text.Add($"  {command}").EndLine().Add($"      {what}", Styles.Frame).EndLine();
        }

        return text;
    }

    private IEnumerable<(string Command, string What)> Next(string folder)
    {
        yield return ($"{folder}/{StarterFiles.Policies}", "read it, and take the // away where you agree");
        yield return ($"agentguard check {folder}", "is it right?");
        yield return ($"agentguard test {folder}", $"does it do what {StarterFiles.Scenario} says?");
        string server = options switch
        {
            { Config: { } config } => $"--config {config}",
            { Url: { } url } => $"--toolset {bundle.Tools[0].Id.Toolset} --url {url}",
            { Server.Count: > 0 } => $"--toolset {bundle.Tools[0].Id.Toolset} -- {string.Join(' ', options.Server.Select(Shell))}",
            _ => "",
        };
        if (server.Length > 0)
        {
            yield return ($"agentguard mcp --policies {folder} {server}", "put it between an agent and the server");
        }
    }

    /// <summary>As it is typed in a shell.</summary>
    private static string Shell(string argument) =>
        argument.Length > 0 && argument.All(static c => char.IsAsciiLetterOrDigit(c) || "-_./:@=,+".Contains(c, StringComparison.Ordinal))
            ? argument
            : $"'{HiddenText.Shown(argument, int.MaxValue).Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

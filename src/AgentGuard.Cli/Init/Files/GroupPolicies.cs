namespace AgentGuard.Cli.Init;

/// <summary>What a starter bundle does about the groups that a guess puts tools into: each call of them waits for the user's own yes.</summary>
internal static class GroupPolicies
{
    private static readonly Dictionary<string, (string What, string Advice)> s_texts = new()
    {
        [ToolGroups.Destructive] = ("seem to delete, overwrite or stop something", "this deletes, overwrites or stops something: the user has to say yes"),
        [ToolGroups.Egress] = ("seem to reach others: they send, publish or fetch", "this reaches somebody else: the user has to say yes"),
        [ToolGroups.Money] = ("seem to move money", "this moves money: the user has to say yes"),
        [ToolGroups.Secrets] = ("seem to read or change secrets", "this is about secrets: the user has to say yes"),
        [ToolGroups.Execution] = ("seem to run programs", "this runs a program: the user has to say yes"),
        [ToolGroups.Deploy] = ("seem to deploy or scale something", "this deploys something: the user has to say yes"),
    };

    /// <summary>The forbids for groups that have tools.</summary>
    public static IEnumerable<string> For(IReadOnlyList<StarterTool> tools) =>
        ToolGroups.All.Where(group => s_texts.ContainsKey(group) && tools.Any(tool => tool.Guess.Has(group))).Select(Confirm);

    private static string Confirm(string group) => $"""
        // These tools {s_texts[group].What}.
        // Each of their calls waits for the user's own yes.
        @id("confirm-{group}")
        @confirm
        @expires("5m")
        @advice("{s_texts[group].Advice}")
        forbid (principal, action in Action::"{group}", resource);

        """;
}

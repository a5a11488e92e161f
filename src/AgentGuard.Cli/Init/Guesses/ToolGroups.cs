namespace AgentGuard.Cli.Init;

/// <summary>The groups that a guess puts tools into. Each is a reason to be careful with a tool; none permits anything.</summary>
internal static class ToolGroups
{
    public const string Write = "write";
    public const string Destructive = "destructive";
    public const string Egress = "egress";
    public const string Money = "money";
    public const string Secrets = "secrets";
    public const string Execution = "execution";
    public const string Deploy = "deploy";

    /// <summary>Where authors put tools that only look. A guess never does: policies permit this group.</summary>
    public const string ReadOnly = "read_only";

    /// <summary>In the order in which they are written.</summary>
    public static IReadOnlyList<string> All { get; } = [Write, Destructive, Egress, Money, Secrets, Execution, Deploy];
}

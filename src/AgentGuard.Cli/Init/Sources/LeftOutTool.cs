namespace AgentGuard.Cli.Init;

/// <summary>A tool that the bundle does without, so that its calls are denied.</summary>
/// <param name="Name">What it calls itself, fit for a message.</param>
/// <param name="Reason">Why.</param>
internal sealed record LeftOutTool(string Name, string Reason);

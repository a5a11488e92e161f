namespace AgentGuard.Mcp;

/// <summary>What an argument's exception says, for people who have never seen the parameter.</summary>
internal static class ArgumentFault
{
    /// <summary>The message without the parameter's name.</summary>
    public static string Of(ArgumentException e) =>
        e.ParamName is { } name && e.Message.EndsWith($" (Parameter '{name}')", StringComparison.Ordinal) ? e.Message[..^$" (Parameter '{name}')".Length] : e.Message;
}

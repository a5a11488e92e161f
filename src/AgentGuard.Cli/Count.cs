namespace AgentGuard.Cli;

/// <summary>Numbers in sentences.</summary>
internal static class Count
{
    /// <summary><c>no errors</c>, <c>1 error</c>, <c>2 errors</c>.</summary>
    public static string Of(int count, string one, string? many = null) => count switch
    {
        0 => $"no {many ?? one + "s"}",
        1 => $"1 {one}",
        _ => FormattableString.Invariant($"{count} {many ?? one + "s"}"),
    };
}

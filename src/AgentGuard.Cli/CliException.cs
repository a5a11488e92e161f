namespace AgentGuard.Cli;

/// <summary>A command cannot do what it was asked to. The message is printed as it is and says what to do; the exit code is <see cref="ExitCode.Failure"/>.</summary>
internal sealed class CliException(string message, string? help = null) : Exception(message)
{
    /// <summary>What to do about it; null where the message says it all.</summary>
    public string? Help => help;
}

namespace AgentGuard.Cli;

/// <summary>What a command tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>It did what it was asked to, and found nothing wrong.</summary>
    public const int Success = 0;

    /// <summary>It did what it was asked to, and found something wrong: an error in a policy, a scenario that fails, a file that is not formatted.</summary>
    public const int Findings = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>It could not do what it was asked to: no such folder, a server that does not answer.</summary>
    public const int Failure = 3;

    /// <summary>Somebody pressed Ctrl-C.</summary>
    public const int Cancelled = 130;
}

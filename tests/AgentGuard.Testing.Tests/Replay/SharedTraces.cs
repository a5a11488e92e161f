namespace AgentGuard.Testing.Tests.Replay;

/// <summary>Where public recordings lie: AGENTGUARD_TRACES, or ../shared/traces beside the repository.</summary>
internal static class SharedTraces
{
    public static string? Folder { get; } = Environment.GetEnvironmentVariable("AGENTGUARD_TRACES") ?? Find("shared/traces");

    public static string? Find(string folder)
    {
        for (DirectoryInfo? above = new(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (Directory.Exists(Path.Combine(above.FullName, folder)))
            {
                return Path.Combine(above.FullName, folder);
            }
        }

        return null;
    }
}

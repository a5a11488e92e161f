namespace AgentGuard.Tests.Policies;

/// <summary>Finds what lies in the repository from where tests run.</summary>
internal static class RepositoryFolder
{
    /// <summary>The full path of something below the root.</summary>
    public static string Of(params ReadOnlySpan<string> parts) => Path.Combine([Root(AppContext.BaseDirectory), .. parts]);

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "AgentGuard.sln")) ? folder : Root(Path.GetDirectoryName(folder)!);
}

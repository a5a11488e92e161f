namespace AgentGuard.Testing.Tests.Files;

/// <summary>The working copy that these tests were built from.</summary>
internal static class Root
{
    public static string Path { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo folder) =>
        File.Exists(System.IO.Path.Combine(folder.FullName, "AgentGuard.sln")) ? folder.FullName : Find(folder.Parent!);
}

using System.Reflection;

namespace AgentGuard.Build.Tests;

/// <summary>The working copy that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The folder of the packages that the build restored.</summary>
    public static string InstalledPackages { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "InstalledPackages").Value!;

    /// <summary>The projects under src, by name.</summary>
    public static IReadOnlyList<string> SourceProjects { get; } =
        [.. Directory.EnumerateDirectories(At("src")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    /// <summary>An absolute path.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A path as a reader of the repository writes it.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>The files of a folder that somebody wrote: nothing from bin and obj.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(At(folder), pattern, SearchOption.AllDirectories).Where(IsWritten).Order(StringComparer.Ordinal);

    private static bool IsWritten(string path) => !Relative(path).Split('/').Any(part => part is "bin" or "obj");

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "AgentGuard.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}

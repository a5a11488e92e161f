namespace AgentGuard.Testing;

/// <summary>Finds a bundle from where tests run, which is some folders below the repository's root.</summary>
internal static class PolicyFolder
{
    /// <exception cref="DirectoryNotFoundException">A relative one is neither here nor above; the guard says so of a full path.</exception>
    public static string Find(string path) => Path.IsPathFullyQualified(path) ? path : Search(path, "folder", Directory.Exists);

    /// <summary>A file will do, too.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public static string FindAny(string path) => !Path.IsPathFullyQualified(path) ? Search(path, "file or folder", Path.Exists)
        : Path.Exists(path) ? path
        : throw new DirectoryNotFoundException($"there is no file or folder `{path}`");

    private static string Search(string path, string what, Func<string, bool> exists)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, path);
            if (exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException($"no {what} `{path}` in {AppContext.BaseDirectory} or above it");
    }
}

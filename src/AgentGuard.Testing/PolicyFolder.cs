namespace AgentGuard.Testing;

/// <summary>Finds a bundle from where tests run, which is some folders below the repository's root.</summary>
internal static class PolicyFolder
{
    /// <exception cref="DirectoryNotFoundException">There is none, here or above.</exception>
    public static string Find(string path)
    {
        if (Path.IsPathFullyQualified(path))
        {
            return path;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, path);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException($"no folder `{path}` in {AppContext.BaseDirectory} or above it");
    }
}

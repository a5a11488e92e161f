namespace AgentGuard;

/// <summary>Finds the folder of a bundle.</summary>
internal static class BundleFolder
{
    /// <summary>The full path: as given, else below the content root, else below the program.</summary>
    /// <exception cref="PolicyBundleException">There is none; the message says where it was looked for.</exception>
    public static string Find(string folder, string? contentRoot)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string[] roots = contentRoot is null ? [AppContext.BaseDirectory] : [contentRoot, AppContext.BaseDirectory];
        string[] candidates = [.. roots.Select(root => Path.GetFullPath(folder, Path.GetFullPath(root))).Distinct()];
        if (candidates.FirstOrDefault(Directory.Exists) is { } found)
        {
            return found;
        }

        BundleDiagnostics diagnostics = new();
        diagnostics.FileError(folder, "there is no such folder", $"looked for {Quoted.List(candidates)}");
        throw new PolicyBundleException(folder, diagnostics.All);
    }
}

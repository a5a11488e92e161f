namespace AgentGuard;

/// <summary>Where a path leads once every symbolic link in it is followed, so that nothing is read from elsewhere.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>Follows the links of a path.</summary>
    /// <exception cref="IOException">There are too many, as in a circle.</exception>
    public static string Resolve(string path)
    {
        int links = 0;
        (string current, Stack<string> rest) = Split(Path.GetFullPath(path));
        while (rest.TryPop(out string? part))
        {
            string next = Path.Combine(current, part);
            FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            if (info.LinkTarget is not { } target)
            {
                current = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new IOException("too many symbolic links");
            }

            (current, Stack<string> parts) = Split(Path.GetFullPath(target, current));
            foreach (string linked in parts.Reverse())
            {
                rest.Push(linked);
            }
        }

        return current;
    }

    /// <summary>Whether a real path lies in a real folder.</summary>
    public static bool IsWithin(string path, string folder) =>
        path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static (string Root, Stack<string> Parts) Split(string path)
    {
        string root = Path.GetPathRoot(path)!;
        string[] parts = path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        return (root, new Stack<string>(parts.Reverse()));
    }
}

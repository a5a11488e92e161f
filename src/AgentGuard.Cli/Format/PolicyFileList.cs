namespace AgentGuard.Cli.Format;

/// <summary>Finds the policy files that somebody means.</summary>
internal static class PolicyFileList
{
    public const string StandardInput = "-";
    public const string Extension = ".cedar";

    // A home directory by mistake is no reason to walk through it for an hour.
    private const int MaxFiles = 10_000;

    private static readonly EnumerationOptions s_below = new()
    {
        RecurseSubdirectories = true,
        MatchCasing = MatchCasing.CaseInsensitive,
        // Links may lead anywhere, and round in circles.
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
    };

    /// <summary>The files, each once, in the order of the paths and then of their names; as they are typed, so that messages name them so.</summary>
    /// <exception cref="CliException">A path leads nowhere, or to no policies.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths)
    {
        OrderedDictionary<string, bool> found = [];
        foreach (string file in paths.SelectMany(Find))
        {
            found.TryAdd(file, true);
            if (found.Count > MaxFiles)
            {
                throw new CliException($"there are more than {MaxFiles} policy files", "name a folder further down");
            }
        }

        return [.. found.Keys];
    }

    private static IEnumerable<string> Find(string path)
    {
        if (path == StandardInput)
        {
            return [path];
        }

        if (Directory.Exists(path))
        {
            string[] files = [.. Directory.EnumerateFiles(path, "*" + Extension, s_below).Take(MaxFiles + 1).Order(StringComparer.Ordinal)];
            return files.Length > 0 ? files : throw new CliException($"there is no policy file in `{path}`", $"policies are in files that end in `{Extension}`");
        }

        if (!File.Exists(path))
        {
            throw new CliException($"there is no file or folder `{path}`");
        }

        return path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)
            ? [path]
            : throw new CliException(
                $"`{path}` is no policy file",
                path.EndsWith(".cedarschema", StringComparison.OrdinalIgnoreCase)
                    ? "schemas are left as they are: no printer of theirs keeps comments"
                    : $"policies are in files that end in `{Extension}`");
    }
}

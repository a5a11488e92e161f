namespace AgentGuard.Cli.Init;

/// <summary>Puts the files of a new bundle into place: all of them, or none.</summary>
internal sealed class BundleFolderWriter
{
    private readonly string _target;

    /// <summary>Looks at the folder.</summary>
    /// <param name="folder">The folder, as it was typed.</param>
    /// <param name="force">Whether files that are there may be written over.</param>
    /// <exception cref="CliException">It holds a bundle, or policies that would hold beside the new ones.</exception>
    public BundleFolderWriter(string folder, bool force)
    {
        _target = Path.GetFullPath(folder);
        if (File.Exists(_target))
        {
            throw new CliException($"`{folder}` is a file", "name a folder that is not there yet");
        }

        if (!Directory.Exists(_target))
        {
            return;
        }

        // Whatever they permit would be permitted, and the new bundle permits nothing.
        if (Policies().FirstOrDefault() is { } other)
        {
            throw new CliException($"`{folder}` holds other policies: {other}", "name another folder, or move them away");
        }

        string[] taken = [.. StarterFiles.Names.Append(Bundles.Manifest).Where(name => File.Exists(Path.Combine(_target, name)))];
        if (taken.Length > 0 && !force)
        {
            throw new CliException($"`{folder}` holds a bundle already: {string.Join(", ", taken)}", "name another folder, or write over it with `--force`");
        }
    }

    /// <summary>A hidden folder in the target, or beside it where it is not there yet, in which the files are made and looked at before anybody else sees them.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public string Stage()
    {
        string name = $".agentguard-init-{Guid.NewGuid():n}";
        return Directory.CreateDirectory(Path.Combine(Directory.Exists(_target) ? _target : Path.GetDirectoryName(_target)!, name)).FullName;
    }

    /// <summary>Writes files into the folder that was staged.</summary>
    public static void Write(string stage, IReadOnlyDictionary<string, string> files)
    {
        foreach ((string name, string text) in files)
        {
            string path = Path.Combine(stage, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    /// <summary>Moves what was staged into place.</summary>
    /// <exception cref="IOException">It cannot be; the folder is as it was.</exception>
    public void Publish(string stage)
    {
        if (!Directory.Exists(_target))
        {
            Directory.Move(stage, _target);
            return;
        }

        List<(string From, string To)> moved = [];
        string old = Path.Combine(stage, ".old");
        try
        {
            foreach (string name in StarterFiles.Names.Append(Bundles.Manifest))
            {
                Move(Path.Combine(_target, name), Path.Combine(old, name), moved);
                Move(Path.Combine(stage, name), Path.Combine(_target, name), moved);
            }
        }
        catch
        {
            foreach ((string from, string to) in Enumerable.Reverse(moved))
            {
                File.Move(to, from, overwrite: true);
            }

            throw;
        }
    }

    private static void Move(string from, string to, List<(string From, string To)> moved)
    {
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Move(from, to);
            moved.Add((from, to));
        }
    }

    private IEnumerable<string> Policies() => Directory
        .EnumerateFiles(_target, "*.cedar", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, MatchCasing = MatchCasing.CaseInsensitive, AttributesToSkip = FileAttributes.None })
        .Select(file => Path.GetRelativePath(_target, file))
        .Where(static name => name != StarterFiles.Policies);
}

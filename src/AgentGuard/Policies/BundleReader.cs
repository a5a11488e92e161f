namespace AgentGuard;

/// <summary>Reads the files of one folder into memory, and none from elsewhere.</summary>
internal sealed class BundleReader(string folder, BundleDiagnostics diagnostics)
{
    // Deep enough for who puts policies into folders, and no walk through a whole disk where the folder is a mistake.
    private const int MaxNesting = 2;

    private static readonly string[] s_own = [BundleFile.Manifest, BundleFile.Tools, BundleFile.Entities, BundleFile.Facts, BundleFile.Events];

    private readonly string _root = RealPath.Resolve(folder);
    private int _totalBytes;

    /// <summary>The names of what the guard reads: manifest, catalog, entities, facts, events, schema and policies. Names that start with a dot are left out.</summary>
    public SortedSet<string> Names()
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(_root, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }))
        {
            string name = Path.GetFileName(path);
            if (name is BundleFile.Manifest or BundleFile.Tools or BundleFile.Entities or BundleFile.Facts or BundleFile.Events or BundleFile.Schema || (BundleFile.IsPolicyName(name) && name[0] != '.'))
            {
                names.Add(name);
            }
            else if (Array.Find(s_own, own => own.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } meant)
            {
                // Left out, it would take its groups, or the check of all other files, along with it.
                diagnostics.FileError(name, $"the file is not `{meant}`: names are exact", "rename it, or take it away");
            }

            if (names.Count > BundleLimits.MaxFiles)
            {
                diagnostics.FileError(folder, $"the folder holds more than {BundleLimits.MaxFiles} files of a bundle");
                return [];
            }
        }

        RefuseNestedPolicies();
        return names;
    }

    public bool Exists(string name) => File.Exists(Path.Combine(_root, name));

    /// <summary>Reads a file; null where that fails, which the diagnostics say.</summary>
    public BundleFile? Read(string name)
    {
        try
        {
            string path = RealPath.Resolve(Path.Combine(_root, name));
            if (!RealPath.IsWithin(path, _root))
            {
                diagnostics.FileError(name, "the file is a link that leaves the folder", "copy the file into the folder");
                return null;
            }

            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] bytes = new byte[Math.Min(stream.Length, BundleLimits.MaxFileBytes) + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            _totalBytes += length;
            if (length > BundleLimits.MaxFileBytes || _totalBytes > BundleLimits.MaxTotalBytes)
            {
                diagnostics.FileError(name, $"the file is too large: a file may have {BundleLimits.MaxFileBytes >> 20} MiB, all together {BundleLimits.MaxTotalBytes >> 20} MiB");
                return null;
            }

            return new BundleFile(name, bytes[..length]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.FileError(name, $"the file cannot be read: {Reason(exception)}");
            return null;
        }
    }

    private static string Reason(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "access is denied",
        FileNotFoundException or DirectoryNotFoundException => "it is not there any more",
        _ => exception.Message.TrimEnd('.'),
    };

    /// <summary>A forbid that nobody reads is worse than none: its author believes in it.</summary>
    private void RefuseNestedPolicies()
    {
        EnumerationOptions all = new() { RecurseSubdirectories = true, MaxRecursionDepth = MaxNesting, MatchCasing = MatchCasing.CaseInsensitive };
        foreach (string subfolder in Directory.EnumerateDirectories(_root))
        {
            if (Path.GetFileName(subfolder)[0] != '.' && Directory.EnumerateFiles(subfolder, "*.cedar", all).FirstOrDefault() is { } nested)
            {
                diagnostics.FileError(
                    Path.GetRelativePath(_root, nested),
                    "a policy in a folder within the bundle is not read",
                    "move the file up, or load that folder as a bundle of its own");
            }
        }
    }
}

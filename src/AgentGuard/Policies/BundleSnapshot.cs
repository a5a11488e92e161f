using System.Security.Cryptography;
using System.Text;

namespace AgentGuard;

/// <summary>The files of a bundle, read whole before any of them is looked at.</summary>
internal sealed class BundleSnapshot
{
    private BundleSnapshot(string folder, BundleManifest? manifest, IReadOnlyList<BundleFile> files)
    {
        Folder = folder;
        Manifest = manifest;
        Files = files;
        ContentHash = Hash(files);
    }

    public string Folder { get; }

    /// <summary>What every file has been compared with; null in development.</summary>
    public BundleManifest? Manifest { get; }

    /// <summary>In ordinal order of their names; without the manifest.</summary>
    public IReadOnlyList<BundleFile> Files { get; }

    /// <summary>SHA-256 over names and contents in lower-case hex.</summary>
    public string ContentHash { get; }

    public BundleFile? Find(string name) => Files.FirstOrDefault(file => file.Name == name);

    /// <summary>Reads a folder.</summary>
    /// <exception cref="PolicyBundleException">A file cannot be read, is too large, lies elsewhere, or is not what the manifest says.</exception>
    public static BundleSnapshot Read(string folder)
    {
        BundleSnapshot snapshot = ReadOnce(folder);
        // Without hashes to compare with, old and new files may have been read side by side.
        if (snapshot.Manifest is null && ReadOnce(folder).ContentHash != snapshot.ContentHash)
        {
            BundleDiagnostics diagnostics = new();
            diagnostics.FileError(folder, "the files changed while they were read");
            throw new PolicyBundleException(folder, diagnostics.All);
        }

        return snapshot;
    }

    /// <summary>Reads a folder as it is, whatever its manifest says.</summary>
    public static BundleSnapshot ReadUnverified(string folder) => ReadOnce(folder, verify: false);

    private static BundleSnapshot ReadOnce(string folder, bool verify = true)
    {
        BundleDiagnostics diagnostics = new();
        BundleSnapshot? snapshot = null;
        try
        {
            BundleReader reader = new(folder, diagnostics);
            SortedSet<string> names = reader.Names();
            BundleFile? manifestFile = names.Remove(BundleFile.Manifest) && verify ? reader.Read(BundleFile.Manifest) : null;
            BundleManifestReader? manifest = manifestFile is null ? null : BundleManifestReader.Read(manifestFile, diagnostics);
            names.UnionWith(manifest?.Names.Where(reader.Exists) ?? []);
            BundleFile[] files = [.. names.Select(reader.Read).OfType<BundleFile>()];
            manifest?.Verify(files);
            snapshot = new BundleSnapshot(folder, manifest?.Manifest, files);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.FileError(folder, "the folder cannot be read", exception.Message);
        }

        return diagnostics.HasErrors ? throw new PolicyBundleException(folder, diagnostics.All) : snapshot!;
    }

    private static string Hash(IReadOnlyList<BundleFile> files)
    {
        StringBuilder text = new();
        foreach (BundleFile file in files)
        {
            text.Append(file.Hash).Append(' ').Append(file.Name).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

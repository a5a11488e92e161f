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

    /// <summary>Reads a folder as it is, to say what is wrong with it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="files">Hears what is wrong with the files.</param>
    /// <param name="manifest">Hears where the manifest does not fit them.</param>
    /// <returns>The files that can be read; null where not even the folder can.</returns>
    public static BundleSnapshot? Read(string folder, BundleDiagnostics files, BundleDiagnostics manifest)
    {
        try
        {
            BundleReader reader = new(folder, files);
            SortedSet<string> names = reader.Names();
            BundleFile? manifestFile = names.Remove(BundleFile.Manifest) ? reader.Read(BundleFile.Manifest) : null;
            BundleManifestReader? listed = manifestFile is null ? null : BundleManifestReader.Read(manifestFile, manifest);
            names.UnionWith(listed?.Names.Where(reader.Exists) ?? []);
            BundleFile[] read = [.. names.Select(reader.Read).OfType<BundleFile>()];
            listed?.Verify(read);
            return new BundleSnapshot(folder, listed?.Manifest, read);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            files.FileError(folder, "the folder cannot be read", exception.Message);
            return null;
        }
    }

    private static BundleSnapshot ReadOnce(string folder)
    {
        BundleDiagnostics diagnostics = new();
        BundleSnapshot? snapshot = Read(folder, diagnostics, diagnostics);
        return snapshot is null || diagnostics.HasErrors ? throw new PolicyBundleException(folder, diagnostics.All) : snapshot;
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

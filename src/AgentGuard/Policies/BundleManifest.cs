using System.Text.Json;

namespace AgentGuard;

/// <summary>What belongs to a bundle, <c>bundle.json</c>: a file that is missing, different or not listed refuses the load.</summary>
/// <param name="Name">The bundle's name, <c>treasury</c>.</param>
/// <param name="Version">The deployer's version, any text.</param>
/// <param name="Files">SHA-256 of each file by its name, as <c>sha256:</c> and 64 lower-case hex digits.</param>
public sealed record BundleManifest(string Name, string Version, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Writes the manifest of a folder as its files are now, over one that is there.</summary>
    /// <param name="folder">The folder of the bundle.</param>
    /// <param name="version">The version; one line.</param>
    /// <param name="name">The name; null for that of the folder.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="PolicyBundleException">A file cannot be read.</exception>
    /// <exception cref="ArgumentException">A text is empty or not one visible line.</exception>
    /// <exception cref="IOException">The manifest cannot be written.</exception>
    public static BundleManifest Create(string folder, string version, string? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        BundleDiagnostics diagnostics = new();
        BundleSnapshot? snapshot = BundleSnapshot.Read(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), diagnostics, new BundleDiagnostics());
        return snapshot is null || diagnostics.HasErrors
            ? throw new PolicyBundleException(folder, diagnostics.All)
            : Write(snapshot, version, name);
    }

    /// <summary>Writes the manifest of files as they were read, over one that is there.</summary>
    /// <inheritdoc cref="Create"/>
    internal static BundleManifest Write(BundleSnapshot snapshot, string version, string? name)
    {
        BundleManifest manifest = new(
            OneLine(name ?? Path.GetFileName(snapshot.Folder), nameof(name)),
            OneLine(version, nameof(version)),
            snapshot.Files.ToDictionary(file => file.Name, file => file.Hash));
        ReplacedFile.Write(Path.Combine(snapshot.Folder, BundleFile.Manifest), manifest.ToJson());
        return manifest;
    }

    private static string OneLine(string text, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, parameter);
        return VisibleText.Is(text) ? text : throw new ArgumentException("the text is not one visible line", parameter);
    }

    private byte[] ToJson()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("name", Name);
            writer.WriteString("version", Version);
            writer.WriteStartObject("files");
            foreach ((string file, string hash) in Files.OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                writer.WriteString(file, hash);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}

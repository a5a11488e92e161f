namespace AgentGuard.Testing;

/// <summary>A copy of a bundle with the catalog of a suite in the place of its own. It goes away with the replay.</summary>
internal sealed class ReplayFolder : IDisposable
{
    private const string Catalog = "tools.json";
    private const string Manifest = "bundle.json";

    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("agentguard-replay-");

    /// <summary>Copies a bundle.</summary>
    /// <param name="policies">The bundle's folder.</param>
    /// <param name="catalog">The catalog.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public ReplayFolder(string policies, string catalog)
    {
        try
        {
            Folder = _parent.CreateSubdirectory(Path.GetFileName(Path.TrimEndingDirectorySeparator(policies))).FullName;
            foreach (string file in Directory.EnumerateFiles(policies))
            {
                // The manifest is of the bundle as it was: with another catalog it is another one.
                if (Path.GetFileName(file) is not (Catalog or Manifest))
                {
                    File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
                }
            }

            File.Copy(catalog, Path.Combine(Folder, Catalog));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Folder { get; }

    public void Dispose() => _parent.Delete(recursive: true);
}

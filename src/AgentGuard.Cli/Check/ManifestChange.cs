namespace AgentGuard.Cli.Check;

/// <summary>What a new manifest says that the old one did not.</summary>
/// <param name="Name">The bundle's name.</param>
/// <param name="Version">The bundle's version.</param>
/// <param name="New">Files that were not listed.</param>
/// <param name="Changed">Files that were listed with other contents.</param>
/// <param name="Gone">Files that are not there any more.</param>
internal sealed record ManifestChange(string Name, string Version, IReadOnlyList<string> New, IReadOnlyList<string> Changed, IReadOnlyList<string> Gone)
{
    public static ManifestChange Between(BundleManifest? before, BundleManifest after)
    {
        IReadOnlyDictionary<string, string> old = before?.Files ?? new Dictionary<string, string>();
        return new ManifestChange(
            after.Name,
            after.Version,
            Sorted(after.Files.Keys.Where(file => !old.ContainsKey(file))),
            Sorted(after.Files.Where(file => old.TryGetValue(file.Key, out string? hash) && hash != file.Value).Select(file => file.Key)),
            Sorted(old.Keys.Where(file => !after.Files.ContainsKey(file))));
    }

    private static string[] Sorted(IEnumerable<string> files) => [.. files.Order(StringComparer.Ordinal)];
}

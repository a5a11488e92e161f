using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard;

/// <summary>
/// What there is to say about the files of a bundle, for who writes them. It does not refuse: a manifest that no longer fits is one thing,
/// a policy that is wrong another, and who edits both wants to hear of both. A guard loads bundles with <see cref="PolicyBundle.Load"/>.
/// </summary>
public sealed class BundleCheck
{
    private readonly BundleSnapshot? _snapshot;

    private BundleCheck(BundleSnapshot? snapshot, PolicyBundle? bundle, IReadOnlyList<Diagnostic> diagnostics, IReadOnlyList<Diagnostic> manifestDiagnostics)
    {
        _snapshot = snapshot;
        Bundle = bundle;
        Diagnostics = diagnostics;
        ManifestDiagnostics = manifestDiagnostics;
    }

    /// <summary>What the files make, whatever the manifest says; null where one of them has an error that refuses it.</summary>
    public PolicyBundle? Bundle { get; }

    /// <summary>Errors and warnings of the files, at most 100. A pin that is not that of the tool's definition is an error here, for a guard denies its calls.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>Where the manifest does not fit the files, at most 100; empty where it does, or where there is none.</summary>
    public IReadOnlyList<Diagnostic> ManifestDiagnostics { get; }

    /// <summary>The manifest as it is; null where there is none, or none that can be read.</summary>
    public BundleManifest? Manifest => _snapshot?.Manifest;

    /// <summary>Whether no file has an error. The manifest may have, and there may be warnings.</summary>
    public bool IsSound => Bundle is not null && !Diagnostics.Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>Reads and checks a folder.</summary>
    /// <param name="folder">The folder; a relative one is taken from the content root, else from <see cref="AppContext.BaseDirectory"/>.</param>
    /// <param name="options">How; null for the defaults. Policies and pins are compared with the tools that it has.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="PolicyBundleException">There is no such folder.</exception>
    /// <exception cref="ArgumentException">Two handlers want the same annotation, or one that is taken.</exception>
    public static BundleCheck Run(string folder, BundleOptions? options = null)
    {
        options ??= new BundleOptions();
        ObligationRegistry registry = ObligationRegistry.With(options.Handlers);
        IReadOnlyCollection<ToolDefinition> tools = new RegisteredTools(options.Tools).All;
        BundleDiagnostics diagnostics = new();
        BundleDiagnostics manifest = new();
        BundleSnapshot? snapshot = BundleSnapshot.Read(BundleFolder.Find(folder, options.ContentRoot), diagnostics, manifest);
        PolicyBundle? bundle = snapshot is null ? null : BundleLoader.TryLoad(snapshot, registry, tools, options.HistoryRetention, diagnostics);
        if (bundle is not null && snapshot!.Find(BundleFile.Tools)?.Decode(diagnostics) is { } catalog)
        {
            CatalogPins.Check(catalog, bundle.Catalog, tools, diagnostics);
        }

        return new BundleCheck(snapshot, bundle, diagnostics.All, manifest.All);
    }

    /// <summary>Writes the manifest of the files that were checked, over one that is there: an edit that came after the check is not in it.</summary>
    /// <param name="version">The version; one line.</param>
    /// <param name="name">The name; null for that of the folder.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="InvalidOperationException">A file has an error.</exception>
    /// <exception cref="ArgumentException">A text is empty or not one visible line.</exception>
    /// <exception cref="IOException">The manifest cannot be written.</exception>
    public BundleManifest WriteManifest(string version, string? name = null) =>
        IsSound ? BundleManifest.Write(_snapshot!, version, name) : throw new InvalidOperationException("a bundle with errors gets no manifest: no guard would load it");
}

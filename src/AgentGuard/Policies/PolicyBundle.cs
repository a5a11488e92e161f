using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Policies, tools and entities that belong together. Immutable: a call uses one bundle from start to end.</summary>
public sealed class PolicyBundle
{
    private const int ShortHashLength = 12;

    private readonly BundleManifest? _manifest;
    private readonly IReadOnlyList<string> _files;

    internal PolicyBundle(
        BundleSnapshot snapshot,
        IReadOnlyList<BundlePolicy> policies,
        ToolCatalog catalog,
        EntityStore entities,
        IReadOnlyList<HistoryFact> facts,
        IReadOnlyList<TemporalCondition> conditions,
        string conditionsKey,
        DeployerSchema? schema,
        IReadOnlyList<Diagnostic> warnings)
    {
        _manifest = snapshot.Manifest;
        _files = [.. snapshot.Files.Select(file => file.Name)];
        ContentHash = snapshot.ContentHash;
        Name = _manifest?.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(snapshot.Folder));
        string hash = ContentHash[..ShortHashLength];
        Version = _manifest is null ? hash : $"{_manifest.Version}+{hash}";
        Policies = [.. policies.Where(policy => !policy.IsShadow)];
        ShadowPolicies = [.. policies.Where(policy => policy.IsShadow)];
        PolicySet = new PolicySet([.. Policies.Select(policy => policy.Policy)]);
        ShadowPolicySet = new PolicySet([.. ShadowPolicies.Select(policy => policy.Policy)]);
        Catalog = catalog;
        Entities = entities;
        Facts = new BundleFacts(this, facts);
        Conditions = new BundleConditions(this, conditions, conditionsKey);
        Schema = schema;
        Warnings = warnings;
    }

    /// <summary>The manifest's name, else that of the folder.</summary>
    public string Name { get; }

    /// <summary>The first 12 hex digits of <see cref="ContentHash"/>, behind the manifest's version and a plus where there is one.</summary>
    public string Version { get; }

    /// <summary>SHA-256 over the names and contents of the files in lower-case hex.</summary>
    public string ContentHash { get; }

    /// <summary>Whether no manifest says what belongs to the bundle, so that its files were taken as they are.</summary>
    public bool IsDevelopment => _manifest is null;

    /// <summary>The policies that decide; the index of each is its index in <see cref="PolicySet"/>.</summary>
    public IReadOnlyList<BundlePolicy> Policies { get; }

    /// <summary>The policies that decide, compiled.</summary>
    public PolicySet PolicySet { get; }

    /// <summary>The policies marked <c>@shadow</c>, which never decide; the index of each is its index in <see cref="ShadowPolicySet"/>.</summary>
    public IReadOnlyList<BundlePolicy> ShadowPolicies { get; }

    /// <summary>The policies marked <c>@shadow</c>, compiled.</summary>
    public PolicySet ShadowPolicySet { get; }

    /// <summary>The permits of each tool.</summary>
    internal ToolPolicies ToolPolicies => field ??= new ToolPolicies(this);

    /// <summary>The tools.</summary>
    public ToolCatalog Catalog { get; }

    /// <summary>The entities of <c>entities.json</c> and the actions: each tool in its groups, and <c>Action::"agentguard.approve"</c>.</summary>
    public EntityStore Entities { get; }

    /// <summary>What is declared about the history of a session, a principal or a tenant.</summary>
    internal BundleFacts Facts { get; }

    /// <summary>The temporal conditions of the policies.</summary>
    internal BundleConditions Conditions { get; }

    /// <summary>The policies in the order of their files.</summary>
    internal IReadOnlyList<Policy> AllPolicies =>
    [
        .. Policies.Concat(ShadowPolicies)
            .Select(policy => policy.Policy)
            .OrderBy(policy => policy.Source.Name, StringComparer.Ordinal)
            .ThenBy(policy => policy.Span.Start),
    ];

    /// <summary>The deployer's part of the schema; null where policies are not type-checked.</summary>
    internal DeployerSchema? Schema { get; }

    /// <summary>What is taken but hardly meant, such as a forbid that is out of force.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; }

    /// <summary>Loads a bundle.</summary>
    /// <param name="folder">Its folder; a relative one is taken from the content root, else from <see cref="AppContext.BaseDirectory"/>.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>The bundle.</returns>
    /// <exception cref="PolicyBundleException">The bundle is refused; every reason is in it.</exception>
    /// <exception cref="ArgumentException">Two handlers want the same annotation, or one that is taken.</exception>
    public static PolicyBundle Load(string folder, BundleOptions? options = null)
    {
        options ??= new BundleOptions();
        ObligationRegistry registry = ObligationRegistry.With(options.Handlers);
        return BundleLoader.Load(BundleSnapshot.Read(BundleFolder.Find(folder, options.ContentRoot)), registry, new RegisteredTools(options.Tools).All, options.HistoryRetention);
    }

    /// <summary>
    /// The Cedar schema that policies are validated with: the types of <c>schema.cedarschema</c>, and an action for each tool, whose context is
    /// typed by the tool's own schema.
    /// </summary>
    /// <param name="tools">The tools; of several with one id the last counts.</param>
    /// <returns>The schema in Cedar's schema syntax.</returns>
    /// <exception cref="InvalidOperationException">The types of <c>schema.cedarschema</c> do not go together with the tools.</exception>
    public string PrintSchema(IEnumerable<ToolDefinition> tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        return GuardSchema.Of(Schema, Catalog, Facts.All, Conditions.All, new RegisteredTools(tools).All).TryBuild(out CedarSchema? schema, out string? error)
            ? schema.Print()
            : throw new InvalidOperationException(error);
    }

    /// <summary>Name and version, <c>treasury@4f1c0a9be2d7</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Name}@{Version}";

    /// <summary>Whether a snapshot holds what this bundle was made from.</summary>
    internal bool IsReadFrom(BundleSnapshot snapshot) =>
        ContentHash == snapshot.ContentHash && _manifest?.Name == snapshot.Manifest?.Name && _manifest?.Version == snapshot.Manifest?.Version;

    /// <summary>Refuses an edit that takes a file away and has no manifest to say that this is meant: it may be a copy that is under way.</summary>
    /// <exception cref="PolicyBundleException">A file is not there any more.</exception>
    internal void RefuseVanishedFiles(BundleSnapshot snapshot)
    {
        if (snapshot.Manifest is not null)
        {
            return;
        }

        BundleDiagnostics diagnostics = new();
        IEnumerable<string> expected = _manifest is null ? _files : [BundleFile.Manifest];
        foreach (string file in expected.Where(file => snapshot.Find(file) is null))
        {
            diagnostics.FileError(file, "the file is not there any more", "to take a file away while the guard runs, write a manifest; else start the guard anew");
        }

        if (diagnostics.HasErrors)
        {
            throw new PolicyBundleException(snapshot.Folder, diagnostics.All);
        }
    }
}

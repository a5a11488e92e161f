using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Makes a bundle of the files that were read, or says everything that is wrong with them.</summary>
internal static class BundleLoader
{
    /// <exception cref="PolicyBundleException">The bundle is refused.</exception>
    public static PolicyBundle Load(BundleSnapshot snapshot, ObligationRegistry registry)
    {
        BundleDiagnostics diagnostics = new();
        ToolCatalog catalog = ReadCatalog(snapshot, diagnostics);
        IReadOnlyCollection<Entity> entities = EntityFile.Read(snapshot.Find(BundleFile.Entities), diagnostics);
        ActionHeads heads = new(catalog, diagnostics);
        PolicyAnnotations annotations = new(registry, diagnostics);
        List<BundlePolicy> policies = [];
        foreach (Policy policy in PolicyFiles.Read(snapshot.Files, snapshot.Folder, diagnostics))
        {
            heads.Check(policy);
            policies.Add(annotations.Read(policy, PolicyNames.Position(policy)));
        }

        return diagnostics.HasErrors
            ? throw new PolicyBundleException(snapshot.Folder, diagnostics.All)
            : new PolicyBundle(snapshot, policies, catalog, new EntityStore([.. entities, .. ActionEntities.Of(catalog)]), diagnostics.All);
    }

    private static ToolCatalog ReadCatalog(BundleSnapshot snapshot, BundleDiagnostics diagnostics)
    {
        if (snapshot.Find(BundleFile.Tools) is not { } file)
        {
            diagnostics.FileError(BundleFile.Tools, "the file is missing", "it says which tools there are; without it every call is denied");
            return new ToolCatalog([]);
        }

        return file.Decode(diagnostics) is { } source ? ToolCatalogReader.Read(source, diagnostics) : new ToolCatalog([]);
    }
}

using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Makes a bundle of the files that were read, or says everything that is wrong with them.</summary>
internal static class BundleLoader
{
    /// <exception cref="PolicyBundleException">The bundle is refused.</exception>
    public static PolicyBundle Load(BundleSnapshot snapshot, ObligationRegistry registry, IReadOnlyCollection<ToolDefinition> tools, TimeSpan? retention)
    {
        BundleDiagnostics diagnostics = new();
        return TryLoad(snapshot, registry, tools, retention, diagnostics) ?? throw new PolicyBundleException(snapshot.Folder, diagnostics.All);
    }

    /// <summary>Makes the bundle; null where one of its files, or what was said before, refuses it.</summary>
    public static PolicyBundle? TryLoad(
        BundleSnapshot snapshot, ObligationRegistry registry, IReadOnlyCollection<ToolDefinition> tools, TimeSpan? retention, BundleDiagnostics diagnostics)
    {
        ToolCatalog catalog = ReadCatalog(snapshot, diagnostics);
        IReadOnlyList<HistoryFact> facts = FactsReader.Read(snapshot.Find(BundleFile.Facts), catalog, retention, diagnostics);
        IReadOnlyCollection<Entity> entities = EntityFile.Read(snapshot.Find(BundleFile.Entities), diagnostics);
        DeployerSchema? schema = DeployerSchema.Read(snapshot.Find(BundleFile.Schema), diagnostics);
        PolicyAnnotations annotations = new(registry, diagnostics);
        List<BundlePolicy> policies = [];
        Dictionary<string, TemporalCondition> conditions = new(StringComparer.Ordinal);
        EventDeclarations events = EventDeclarations.Read(snapshot.Find(BundleFile.Events), diagnostics);
        foreach (Policy policy in PolicyFiles.Read(snapshot.Files, snapshot.Folder, events, conditions, diagnostics))
        {
            policies.Add(annotations.Read(policy, PolicyNames.Position(policy)));
        }

        CheckConditions(conditions, policies, catalog, events, retention, tools, diagnostics);
        CheckNames(policies, catalog, facts, [.. conditions.Values], schema, tools, diagnostics);
        if (!diagnostics.HasErrors)
        {
            BundleAnalysis.Check(policies, catalog, diagnostics);
        }

        return diagnostics.HasErrors
            ? null
            : new PolicyBundle(snapshot, policies, catalog, new EntityStore([.. entities, .. ActionEntities.Of(catalog)]), facts, [.. conditions.Values], events.Key, schema, diagnostics.All);
    }

    private static void CheckConditions(
        Dictionary<string, TemporalCondition> conditions, List<BundlePolicy> policies, ToolCatalog catalog, EventDeclarations events, TimeSpan? retention, IReadOnlyCollection<ToolDefinition> tools, BundleDiagnostics diagnostics)
    {
        ConditionChecks checks = new(catalog, events, retention, diagnostics);
        ConditionTypes? types = conditions.Count == 0 ? null : new ConditionTypes(policies.Select(static policy => policy.Policy), catalog, tools, diagnostics);
        foreach (TemporalCondition condition in conditions.Values)
        {
            checks.Check(condition);
            types?.Check(condition);
        }
    }

    /// <summary>Once tools are registered, what a policy says of them can be held to them.</summary>
    private static void CheckNames(
        List<BundlePolicy> policies, ToolCatalog catalog, IReadOnlyList<HistoryFact> facts, IReadOnlyList<TemporalCondition> conditions, DeployerSchema? schema, IReadOnlyCollection<ToolDefinition> tools, BundleDiagnostics diagnostics)
    {
        if (tools.Count > 0 && !diagnostics.HasErrors)
        {
            BundleTyping.Check([.. policies.Select(policy => policy.Policy)], catalog, facts, conditions, schema, tools, diagnostics);
            return;
        }

        ActionHeads heads = new(catalog, [], diagnostics);
        policies.ForEach(policy => heads.Check(policy.Policy));
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

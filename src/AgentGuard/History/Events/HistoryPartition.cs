namespace AgentGuard;

/// <summary>Whose events count together. Every partition is one tenant's own.</summary>
/// <param name="Key">What it is by: <c>session</c>, <c>principal</c>, <c>agent</c>, <c>tenant</c>, or a verified attribute such as <c>principal.department</c>.</param>
/// <param name="Tenant">The tenant; null for none.</param>
/// <param name="Id">The session's id, the principal, or the attribute's value; empty for a tenant's own.</param>
public sealed record HistoryPartition(string Key, string? Tenant, string Id)
{
    /// <summary>The order in which partitions are given to a store and taken by it, ordinal, so that no two writers wait for each other.</summary>
    public static IComparer<HistoryPartition> Order { get; } = Comparer<HistoryPartition>.Create(static (x, y) =>
    {
        int byKey = string.CompareOrdinal(x.Key, y.Key);
        int byTenant = byKey != 0 ? byKey : string.CompareOrdinal(x.Tenant, y.Tenant);
        return byTenant != 0 ? byTenant : string.CompareOrdinal(x.Id, y.Id);
    });
}

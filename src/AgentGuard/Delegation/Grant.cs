using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// A right for a while: while it is active, policies find its name in <c>principal.grants</c>. By itself it permits nothing.
/// What it leaves out it does not narrow, but for the tenant.
/// </summary>
public sealed record Grant
{
    /// <summary><c>gra_</c> and 128 random bits, given when it is added.</summary>
    public string Id { get; init; } = "";

    /// <summary>What policies call it, such as <c>vault-read</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whose grant it is; never a group.</summary>
    public required EntityUid Principal { get; init; }

    /// <summary>The tool that it is for; null for any.</summary>
    public ToolId? Tool { get; init; }

    /// <summary>The group of tools that it is for; null for any. Not together with <see cref="Tool"/>.</summary>
    public string? Group { get; init; }

    /// <summary>The resource that it is for; null for any.</summary>
    public EntityUid? Resource { get; init; }

    /// <summary>The tenant that it counts in; null for sessions without a tenant, never for all tenants.</summary>
    public string? Tenant { get; init; }

    /// <summary>The session that it counts in; null for any of the tenant.</summary>
    public string? SessionId { get; init; }

    /// <summary>The first instant at which it is active. Default: at once.</summary>
    public DateTimeOffset NotBefore { get; init; } = DateTimeOffset.MinValue;

    /// <summary>The first instant at which it is no longer active.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    internal bool IsActiveAt(DateTimeOffset now) => NotBefore <= now && now < NotAfter;

    internal bool IsFor(ToolId tool, IReadOnlyList<string> groups, EntityUid resource, GuardSession session) =>
        Tenant == session.Tenant
        && (SessionId is null || SessionId == session.Id)
        && (Tool is null || Tool.Equals(tool))
        && (Group is null || groups.Contains(Group))
        && (Resource is null || Resource.Equals(resource));
}

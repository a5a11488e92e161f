using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>A call whose principals, tool, arguments and resources are known and well formed. Nobody has been asked about it yet.</summary>
internal sealed record PreparedCall(
    ToolCallRequest Request,
    AgentScope Scope,
    PolicyBundle Bundle,
    ToolEntry Tool,
    BoundArguments Arguments,
    IReadOnlyList<EntityUid> Resources)
{
    /// <summary>Whether the resource's id is an argument that no log sees.</summary>
    public bool HasSensitiveResource => Tool.HasSensitiveResource;

    /// <summary>The resources as logs and history may name them.</summary>
    public IReadOnlyList<EntityUid> VisibleResources => Visible(Resources, HasSensitiveResource);

    public static IReadOnlyList<EntityUid> Visible(IReadOnlyList<EntityUid> resources, bool isSensitive) => isSensitive
        ? [.. resources.Select(static resource => new EntityUid(resource.Type, RedactionPointers.Redacted)).Distinct()]
        : resources;

    public SessionKey SessionKey { get; } = new(Scope.Session.Id, Scope.Session.Tenant, Scope.Chain.Root.Principal);
}

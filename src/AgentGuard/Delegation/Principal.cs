using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Names who acts, as policies do. Meant for <c>using static AgentGuard.Principal;</c>.</summary>
public static class Principal
{
    internal const string UserType = "User";
    internal const string AgentType = "Agent";
    internal const string ServiceType = "Service";
    internal const string WorkloadType = "Workload";
    internal const string GroupType = "Group";

    /// <summary>A person, <c>User::"alice"</c>.</summary>
    /// <param name="id">How the identity provider names the person; compared ordinally.</param>
    /// <returns>The uid.</returns>
    /// <exception cref="ArgumentException">The id is empty or holds a lone surrogate.</exception>
    public static EntityUid User(string id) => Name(UserType, id);

    /// <summary>An agent, <c>Agent::"treasury-bot"</c>. It acts on behalf of somebody, so it never starts a chain.</summary>
    /// <inheritdoc cref="User"/>
    /// <param name="id">The agent's name; compared ordinally.</param>
    public static EntityUid Agent(string id) => Name(AgentType, id);

    /// <summary>A service that acts on its own behalf, <c>Service::"billing"</c>.</summary>
    /// <inheritdoc cref="User"/>
    /// <param name="id">The service's name; compared ordinally.</param>
    public static EntityUid Service(string id) => Name(ServiceType, id);

    /// <summary>A workload with an identity of its own, <c>Workload::"spiffe://example.org/runner"</c>.</summary>
    /// <inheritdoc cref="User"/>
    /// <param name="id">The workload's identity; compared ordinally.</param>
    public static EntityUid Workload(string id) => Name(WorkloadType, id);

    /// <summary>A group of users, <c>Group::"finance"</c>: what approvers are in. A group does not act.</summary>
    /// <inheritdoc cref="User"/>
    /// <param name="id">The group's name; compared ordinally.</param>
    public static EntityUid Group(string id) => Name(GroupType, id);

    internal static bool IsUser(EntityUid principal) => principal.Type == UserType;

    internal static bool IsGroup(EntityUid principal) => principal.Type == GroupType;

    /// <summary>Whether a chain may start here: an agent acts on behalf of somebody, and nobody knows what another type is.</summary>
    internal static bool IsRoot(EntityUid principal) => principal.Type is UserType or ServiceType or WorkloadType;

    private static EntityUid Name(string type, string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return new EntityUid(type, id);
    }
}

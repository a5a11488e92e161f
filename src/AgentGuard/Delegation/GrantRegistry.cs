using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Gives rights for a while and takes them back. Whoever can reach it hands out rights: it is for the host's own code.</summary>
public sealed class GrantRegistry
{
    private readonly IGrantStore _store;
    private readonly TimeProvider _time;

    internal GrantRegistry(IGrantStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
    }

    /// <summary>Adds a grant.</summary>
    /// <param name="grant">The grant; its id is given here.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The grant with its id.</returns>
    /// <exception cref="ArgumentException">
    /// It is a group's, has no name, names both a tool and a group, ends before it begins, or a text is empty or holds a lone surrogate.
    /// </exception>
    public async ValueTask<Grant> AddAsync(Grant grant, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grant);
        Check(grant);
        Grant added = grant with { Id = RandomId.New("gra_") };
        await _store.AddAsync(added, cancellationToken).ConfigureAwait(false);
        return added;
    }

    /// <summary>Takes a grant back.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>True if there was one.</returns>
    public ValueTask<bool> RevokeAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _store.RemoveAsync(id, cancellationToken);
    }

    /// <summary>The names of what a principal has now for one use: distinct, in no order.</summary>
    internal async ValueTask<IReadOnlyCollection<string>> ActiveForAsync(
        EntityUid principal,
        ToolId tool,
        IReadOnlyList<string> groups,
        EntityUid resource,
        GuardSession session,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<Grant> grants = await _store.FindAsync(principal, cancellationToken).ConfigureAwait(false);
        if (grants.Count == 0)
        {
            return [];
        }

        DateTimeOffset now = _time.GetUtcNow();
        HashSet<string> names = [];
        foreach (Grant grant in grants)
        {
            // The principal again: what a store returns is not taken on trust.
            if (grant.Principal.Equals(principal) && grant.IsActiveAt(now) && grant.IsFor(tool, groups, resource, session))
            {
                names.Add(grant.Name);
            }
        }

        return names;
    }

    private static void Check(Grant grant)
    {
        WellFormed.Check(grant.Name);
        foreach (string text in new[] { grant.Group, grant.Tenant, grant.SessionId }.OfType<string>())
        {
            WellFormed.Check(text, nameof(grant));
        }

        string? fault = grant switch
        {
            { Principal: null } => "a grant is somebody's",
            _ when Principal.IsGroup(grant.Principal) => $"`{grant.Principal}` is a group, and a group does not act",
            { Tool: not null, Group: not null } => "a grant is for a tool or for a group of tools, not for both",
            _ when grant.NotAfter <= grant.NotBefore => "a grant ends after it begins",
            _ => null,
        };
        if (fault is not null)
        {
            throw new ArgumentException(fault, nameof(grant));
        }
    }
}

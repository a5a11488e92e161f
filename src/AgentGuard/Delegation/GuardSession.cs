using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// One piece of work that history, approvals and origins belong to. It is bound to its tenant, and to the root of the first
/// chain that is begun in it. Sub-agents share it. A client's own session id is never trusted: guard or host issue it.
/// </summary>
public sealed class GuardSession
{
    private EntityUid? _root;

    private GuardSession(string id, string? tenant, CedarRecord? attributes)
    {
        Id = id;
        Tenant = tenant;
        Attributes = CheckAttributes(attributes ?? CedarRecord.Empty);
    }

    /// <summary>Its id, <c>ses_</c> and 128 random bits where the guard issued it.</summary>
    public string Id { get; }

    /// <summary>Whose data it works on; null in a deployment without tenants. No tenant is a tenant of its own, never all of them.</summary>
    public string? Tenant { get; }

    /// <summary>What the host knows about it, such as its purpose; policies read it under <c>context.session</c>.</summary>
    public CedarRecord Attributes { get; }

    /// <summary>Who the session is bound to; null before a scope is begun in it.</summary>
    public EntityUid? Root => Volatile.Read(ref _root);

    /// <summary>A new session.</summary>
    /// <param name="tenant">Whose data it works on; null in a deployment without tenants.</param>
    /// <param name="attributes">What policies may know about it; <c>id</c> and <c>tenant</c> are the session's own.</param>
    /// <returns>The session, with a fresh id.</returns>
    /// <exception cref="ArgumentException">The tenant is empty or holds a lone surrogate, or an attribute has a name of the session's own.</exception>
    public static GuardSession Create(string? tenant = null, CedarRecord? attributes = null) =>
        new(RandomId.New("ses_"), CheckTenant(tenant), attributes);

    /// <summary>A new session under an id that the host has just issued.</summary>
    /// <param name="newId">
    /// An id that no session has had before, hard to guess, and never a client's. For one that may have been used, call <see cref="Resume"/>:
    /// a session made here takes what it is told for all that was ever said in it, and what an earlier mail said would not count as untrusted.
    /// </param>
    /// <param name="tenant">Whose data it works on; null in a deployment without tenants.</param>
    /// <param name="attributes">What policies may know about it; <c>id</c> and <c>tenant</c> are the session's own.</param>
    /// <returns>The session. Where the id is known with another tenant or root, its calls are denied.</returns>
    /// <exception cref="ArgumentException">The id or the tenant is empty or holds a lone surrogate, or an attribute has a name of the session's own.</exception>
    public static GuardSession CreateWithId(string newId, string? tenant = null, CedarRecord? attributes = null)
    {
        WellFormed.Check(newId);
        return new GuardSession(newId, CheckTenant(tenant), attributes);
    }

    /// <summary>
    /// A session that is carried on, after a restart or on another node. What it has seen before is known no more, so in <c>context.origin</c> every value
    /// counts as touched by untrusted text; what the user says from now on lists <c>user</c> beside that.
    /// A host that keeps one object a conversation keeps its origins.
    /// </summary>
    /// <param name="id">The id. Host code took it from its own records, not from a client.</param>
    /// <param name="tenant">Whose data it works on; null in a deployment without tenants.</param>
    /// <param name="attributes">What policies may know about it; <c>id</c> and <c>tenant</c> are the session's own.</param>
    /// <returns>The session. Where the id is known with another tenant or root, its calls are denied.</returns>
    /// <exception cref="ArgumentException">The id or the tenant is empty or holds a lone surrogate, or an attribute has a name of the session's own.</exception>
    public static GuardSession Resume(string id, string? tenant = null, CedarRecord? attributes = null)
    {
        WellFormed.Check(id);
        GuardSession session = new(id, CheckTenant(tenant), attributes);
        session.Origins.LoseTrack();
        return session;
    }

    /// <summary><c>context.session</c>.</summary>
    internal CedarRecord Facts => field ??= Describe();

    /// <summary>Where the values that this session has seen came from.</summary>
    internal SessionOrigins Origins { get; } = new();

    /// <summary>
    /// Hands over what the user said, in the user's own words: policies read in <c>context.origin</c> which arguments stand in them.
    /// Call it from host code alone; a message's role proves nothing.
    /// </summary>
    /// <param name="words">The words. A user who quotes untrusted text vouches for it.</param>
    public void UserSaid(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        Origins.Add(SessionOrigins.User, isTrusted: true, words);
    }

    /// <summary>Hands over the host's own instructions.</summary>
    /// <param name="instructions">The text, without anything that came from elsewhere.</param>
    public void HostSaid(string instructions)
    {
        ArgumentNullException.ThrowIfNull(instructions);
        Origins.Add(SessionOrigins.Host, isTrusted: true, instructions);
    }

    /// <summary>Its id.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id;

    /// <summary>Binds the session to a root, or finds it bound to it. A root that is only asserted binds nothing.</summary>
    internal bool TryBind(Hop root)
    {
        EntityUid? bound = root.IsVerified
            ? Interlocked.CompareExchange(ref _root, root.Principal, null) ?? root.Principal
            : Root ?? root.Principal;
        return bound.Equals(root.Principal);
    }

    private CedarRecord Describe()
    {
        List<KeyValuePair<string, Value>> entries = [.. Attributes, new("id", Id)];
        if (Tenant is { } tenant)
        {
            entries.Add(new("tenant", tenant));
        }

        return new CedarRecord(entries);
    }

    private static CedarRecord CheckAttributes(CedarRecord attributes)
    {
        if (attributes.ContainsKey("id") || attributes.ContainsKey("tenant"))
        {
            throw new ArgumentException("an attribute called `id` or `tenant` would pass for the session's own", nameof(attributes));
        }

        return attributes;
    }

    private static string? CheckTenant(string? tenant)
    {
        if (tenant is not null)
        {
            WellFormed.Check(tenant);
        }

        return tenant;
    }
}

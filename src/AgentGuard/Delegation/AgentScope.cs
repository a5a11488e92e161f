namespace AgentGuard;

/// <summary>
/// An agent's run: from <c>Begin</c> until it is disposed, the tool calls of this asynchronous flow are made by its chain.
/// Scopes nest: inside one, <c>Begin</c> only appends to the chain. Disposing a scope ends it, and all scopes inside it,
/// in every flow that captured it; calls under an ended scope are denied.
/// </summary>
/// <remarks>
/// A scope is seen by what its flow awaits and starts. Begun inside an asynchronous method it is not seen by that method's
/// caller, and an iterator loses it at each yield: <see cref="Enter"/> makes it current again there.
/// </remarks>
public sealed class AgentScope : IDisposable
{
    private static readonly AsyncLocal<AgentScope?> s_current = new();
    private volatile bool _isDisposed;

    private AgentScope(GuardSession session, AgentScope? parent, Hop[] own)
    {
        Session = session;
        Parent = parent;
        Chain = new DelegationChain(parent?.Chain, own);
    }

    /// <summary>The scope of this flow, ended or not; null where none was begun.</summary>
    public static AgentScope? Current => s_current.Value;

    /// <summary>The session that its calls belong to.</summary>
    public GuardSession Session { get; }

    /// <summary>Who acts on whose behalf.</summary>
    public DelegationChain Chain { get; }

    /// <summary>The scope that it was begun in; null for an outermost one.</summary>
    public AgentScope? Parent { get; }

    /// <summary>Whether it, or a scope around it, was disposed.</summary>
    public bool IsEnded
    {
        get
        {
            for (AgentScope? scope = this; scope is not null; scope = scope.Parent)
            {
                if (scope._isDisposed)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>What a revocation may name of it. A hop stands in every chain below it, so revoking it revokes them all.</summary>
    internal IReadOnlyList<RevocationTarget> RevocationTargets => field ??=
    [
        RevocationTarget.Session(Session.Id),
        .. Chain.Hops.Select(hop => RevocationTarget.Principal(hop.Principal)),
        .. Chain.Hops.Select(hop => RevocationTarget.Hop(hop.Id)),
    ];

    /// <summary>Begins a scope: in the session of the scope around it, or, where there is none, in a fresh one.</summary>
    /// <inheritdoc cref="Begin(GuardSession, ReadOnlySpan{Hop})"/>
    public static AgentScope Begin(params ReadOnlySpan<Hop> hops) => Begin(Current?.Session ?? GuardSession.Create(), hops);

    /// <summary>
    /// Begins a scope and makes it current. Outermost, its first hop is the chain's root: a verified user, service or workload,
    /// otherwise every call is denied. Inside a scope the hops are appended to its chain.
    /// </summary>
    /// <param name="session">The session; inside a scope, that scope's own.</param>
    /// <param name="hops">At least one; all are verified by the caller, but for those made by <see cref="Hop.Asserted"/>.</param>
    /// <returns>The scope, to be disposed when the run ends.</returns>
    /// <exception cref="ArgumentException">There is no hop, or one of them is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// The session is bound to another root; or, inside a scope: it is another session, a hop is a user, or the scope around has ended.
    /// A worker that outlives the scope it was started in is started under <see cref="ExecutionContext.SuppressFlow"/>.
    /// </exception>
    public static AgentScope Begin(GuardSession session, params ReadOnlySpan<Hop> hops)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (hops.IsEmpty)
        {
            throw new ArgumentException("a scope needs at least one hop", nameof(hops));
        }

        AgentScope? parent = Current;
        Hop[] own = new Hop[hops.Length];
        for (int i = 0; i < own.Length; i++)
        {
            Hop hop = hops[i] ?? throw new ArgumentException("a hop is null", nameof(hops));
            if (Principal.IsUser(hop.Principal) && (parent is not null || i > 0))
            {
                throw new InvalidOperationException($"`{hop}` is a user, who starts a chain and is never appended to one");
            }

            own[i] = hop with { Id = RandomId.New("hop_") };
        }

        if (parent is not null)
        {
            parent.RequireOpen(session);
        }
        else if (!session.TryBind(own[0]))
        {
            throw new InvalidOperationException($"session `{session}` is bound to `{session.Root}`, and `{own[0]}` is another root");
        }

        AgentScope scope = new(parent?.Session ?? session, parent, own);
        s_current.Value = scope;
        return scope;
    }

    /// <summary>Makes the scope current again in a flow that lost it, until what is returned is disposed. It does not reopen an ended scope.</summary>
    /// <returns>Restores what was current before.</returns>
    public IDisposable Enter()
    {
        Entry entry = new(this, Current);
        s_current.Value = this;
        return entry;
    }

    /// <summary>Ends the scope everywhere and, where it or a scope inside it is current, makes the one around it current. A second time does nothing.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Leave(Parent);
    }

    private void RequireOpen(GuardSession session)
    {
        if (IsEnded)
        {
            throw new InvalidOperationException($"the scope of `{Chain}` has ended, and nothing can begin inside it");
        }

        if (session.Id != Session.Id || session.Tenant != Session.Tenant)
        {
            throw new InvalidOperationException($"the surrounding scope belongs to session `{Session}`, and `{session}` is another one or another tenant's");
        }
    }

    private void Leave(AgentScope? outer)
    {
        for (AgentScope? scope = Current; scope is not null; scope = scope.Parent)
        {
            if (ReferenceEquals(scope, this))
            {
                s_current.Value = outer;
                return;
            }
        }
    }

    private sealed class Entry(AgentScope scope, AgentScope? outer) : IDisposable
    {
        private bool _isDisposed;

        public void Dispose()
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                scope.Leave(outer);
            }
        }
    }
}

using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// One principal of a delegation chain. It is verified, because host code that begins a scope with it vouches for it,
/// unless it is <see cref="Asserted"/>. Every hop must be allowed, so a hop never adds a right to the chain.
/// </summary>
public sealed record Hop
{
    /// <summary>A verified hop.</summary>
    /// <param name="principal">Who acts.</param>
    /// <exception cref="ArgumentException">The principal is a group.</exception>
    public Hop(EntityUid principal)
        : this(principal, isVerified: true)
    {
    }

    private Hop(EntityUid principal, bool isVerified)
    {
        ArgumentNullException.ThrowIfNull(principal);
        if (AgentGuard.Principal.IsGroup(principal))
        {
            throw new ArgumentException($"`{principal}` is a group, and a group does not act", nameof(principal));
        }

        Principal = principal;
        IsVerified = isVerified;
    }

    /// <summary>Who acts.</summary>
    public EntityUid Principal { get; }

    /// <summary>Whether the host vouches for it. What is only asserted is shown to no policy and can only take away.</summary>
    public bool IsVerified { get; }

    /// <summary>What the verified identity says, such as scopes and audience; policies read it as <c>principal.claims</c>. Empty by default.</summary>
    /// <exception cref="InvalidOperationException">Set on an asserted hop: nobody vouches for its claims.</exception>
    public CedarRecord Claims
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (!IsVerified)
            {
                throw new InvalidOperationException($"`{Principal}` is asserted: nobody vouches for its claims");
            }

            field = value;
        }
    } = CedarRecord.Empty;

    /// <summary>What the hop was handed its task with, beyond which it may not go; null for no bounds of its own.</summary>
    public HopBounds? Bounds { get; init; }

    /// <summary><c>hop_</c> and 128 random bits, fresh each time a scope is begun with it; empty before. It can be revoked.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>A verified hop without claims and bounds.</summary>
    /// <param name="principal">Who acts.</param>
    /// <exception cref="ArgumentException">The principal is a group.</exception>
    public static implicit operator Hop(EntityUid principal) => new(principal);

    /// <summary>A hop that somebody claims and nobody verified, as from <c>_meta</c>, baggage or an inner <c>act</c> claim.</summary>
    /// <param name="principal">Who is said to act.</param>
    /// <returns>The hop.</returns>
    /// <exception cref="ArgumentException">The principal is a group.</exception>
    public static Hop Asserted(EntityUid principal) => new(principal, isVerified: false);

    /// <summary>The principal, marked where it is only asserted.</summary>
    /// <returns><c>Agent::"bot"</c> or <c>Agent::"bot" (asserted)</c>.</returns>
    public override string ToString() => IsVerified ? Principal.ToString() : $"{Principal} (asserted)";
}

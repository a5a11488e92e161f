using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Who acts on whose behalf: the hops from the root to the acting principal. Immutable, never empty.</summary>
public sealed class DelegationChain
{
    private readonly DelegationChain? _parent;
    private readonly Hop[] _own;
    private string? _text;

    internal DelegationChain(DelegationChain? parent, Hop[] own)
    {
        _parent = parent;
        _own = own;
        Depth = (parent?.Depth ?? 0) + own.Length;
        Root = parent?.Root ?? own[0];
    }

    /// <summary>How many hops it has, at least 1. The guard denies what is deeper than <see cref="AgentGuardOptions.MaxChainDepth"/>.</summary>
    public int Depth { get; }

    /// <summary>Who started it all.</summary>
    public Hop Root { get; }

    /// <summary>Who acts now.</summary>
    public Hop Acting => _own[^1];

    /// <summary>The hops, root first. Made when first asked for: a chain that is far too deep costs nothing to refuse.</summary>
    public IReadOnlyList<Hop> Hops => field ??= Array.AsReadOnly(Collect());

    /// <summary>The hops' principals, root first, asserted ones included; somebody who acts twice stands there twice.</summary>
    public IReadOnlyList<EntityUid> Principals => field ??= Array.AsReadOnly(Array.ConvertAll(Collect(), hop => hop.Principal));

    /// <summary>Whether it starts with somebody who can answer for it: a verified user, service or workload.</summary>
    internal bool HasValidRoot => Root.IsVerified && Principal.IsRoot(Root.Principal);

    /// <summary>What an approval is bound to: who stands where, and whether it was verified. Hop ids are not in it, because a later run carries on.</summary>
    internal string Digest => field ??= ComputeDigest();

    /// <summary><c>context.delegation</c>. Verified hops only: what was merely asserted is no fact.</summary>
    internal CedarRecord Facts => field ??= DescribeVerified();

    /// <summary>The bundle's entities as a call of this chain sees them that nothing but the chain adds to; null before the first.</summary>
    internal ChainEntities? Entities { get; set; }

    /// <summary>In how many ways its principals are to be seen: somebody who acts twice, with other claims each time, has to be allowed each time.</summary>
    internal int ClaimVariants => field != 0 ? field : field = Principals.Max(principal => ClaimsOf(principal).Count);

    /// <summary>The claims of a principal's verified hops, each once; empty claims where nobody vouches for it.</summary>
    internal IReadOnlyList<CedarRecord> ClaimsOf(EntityUid principal)
    {
        List<CedarRecord> claims = [.. Hops.Where(hop => hop.IsVerified && hop.Principal.Equals(principal)).Select(hop => hop.Claims).Distinct()];
        return claims.Count == 0 ? [CedarRecord.Empty] : claims;
    }

    /// <summary>Whether somebody is one of the hops, verified or not.</summary>
    /// <param name="principal">Who is looked for.</param>
    /// <returns>True if one of the hops is this principal.</returns>
    public bool Contains(EntityUid principal) => Principals.Contains(principal);

    /// <summary>What operators read.</summary>
    /// <returns><c>alice → treasury-bot</c>.</returns>
    public override string ToString() => _text ??= VisibleText.Of(string.Join(" → ", Principals.Select(principal => principal.Id)));

    private string ComputeDigest()
    {
        using TupleDigest digest = new("agentguard chain 1");
        digest.Add(Principals);
        foreach (Hop hop in Hops)
        {
            digest.Add(hop.IsVerified ? 1u : 0u);
        }

        return digest.ToHex();
    }

    private CedarRecord DescribeVerified()
    {
        List<Hop> verified = [.. Hops.Where(static hop => hop.IsVerified)];
        return new CedarRecord(
        [
            new("acting", verified[^1].Principal),
            new("depth", (long)verified.Count),
            new("principals", new CedarSet(verified.Select(static hop => (Value)hop.Principal))),
            new("root", Root.Principal),
        ]);
    }

    private Hop[] Collect()
    {
        Hop[] hops = new Hop[Depth];
        for (DelegationChain? part = this; part is not null; part = part._parent)
        {
            part._own.CopyTo(hops, part.Depth - part._own.Length);
        }

        return hops;
    }
}

using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// Remembers whom session ids belong to, so that an id that comes back is not carried on for somebody else.
/// It forgets the ids that were not seen for longest, as memory is finite; it never forgets one of the last <c>capacity</c>.
/// </summary>
internal sealed class SessionBindings(int capacity = 1 << 16)
{
    private readonly Lock _lock = new();
    private Dictionary<string, Owner> _recent = [];
    private Dictionary<string, Owner> _earlier = [];

    /// <summary>Binds a session to its tenant and root, or finds it bound to them; false where it belongs to others.</summary>
    public bool TryBind(GuardSession session, EntityUid root)
    {
        lock (_lock)
        {
            if (!_recent.TryGetValue(session.Id, out Owner owner))
            {
                if (!_earlier.TryGetValue(session.Id, out owner))
                {
                    owner = new Owner(session.Tenant, root);
                }

                if (_recent.Count >= capacity)
                {
                    _earlier = _recent;
                    _recent = [];
                }

                _recent.Add(session.Id, owner);
            }

            return owner.Tenant == session.Tenant && owner.Root.Equals(root);
        }
    }

    private readonly record struct Owner(string? Tenant, EntityUid Root);
}

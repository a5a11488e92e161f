namespace AgentGuard;

/// <summary>
/// What an edit of a held call needs and a store cannot keep: the tool's definition, and the run that asked. Forgotten when the last request for
/// the call is over, or first where there are too many: then the call can still be approved, but not edited.
/// </summary>
internal sealed class HeldCalls(TimeProvider time)
{
    private const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<Key, Entry> _calls = [];
    private readonly PriorityQueue<Key, DateTimeOffset> _byExpiry = new();

    public void Remember(ToolDefinition tool, AgentScope scope, ApprovalRequest request)
    {
        Key key = Key.Of(request);
        lock (_lock)
        {
            DropExpired();
            bool isQueued = _calls.TryGetValue(key, out Entry? known) && known.ExpiresAt == request.ExpiresAt;
            _calls[key] = new Entry(tool, scope, request.ExpiresAt);
            if (!isQueued)
            {
                _byExpiry.Enqueue(key, request.ExpiresAt);
            }
        }
    }

    /// <summary>The definition and the run of a held call; null where they are forgotten, or were never known to this process.</summary>
    public (ToolDefinition Tool, AgentScope Scope)? Find(ApprovalRequest request)
    {
        lock (_lock)
        {
            return _calls.TryGetValue(Key.Of(request), out Entry? entry) ? (entry.Tool, entry.Scope) : null;
        }
    }

    private void DropExpired()
    {
        DateTimeOffset now = time.GetUtcNow();
        while (_byExpiry.TryPeek(out Key? key, out DateTimeOffset expiry) && (expiry <= now || _byExpiry.Count >= Capacity))
        {
            _byExpiry.Dequeue();
            if (_calls.TryGetValue(key, out Entry? entry) && entry.ExpiresAt <= expiry)
            {
                _calls.Remove(key);
            }
        }
    }

    /// <summary>What an edit does not change of a call.</summary>
    private sealed record Key(string? Tenant, string SessionId, string ChainDigest, ToolId Tool, string DefinitionPin)
    {
        public static Key Of(ApprovalRequest request) => new(request.Tenant, request.SessionId, request.ChainDigest, request.Tool, request.DefinitionPin);
    }

    private sealed record Entry(ToolDefinition Tool, AgentScope Scope, DateTimeOffset ExpiresAt);
}

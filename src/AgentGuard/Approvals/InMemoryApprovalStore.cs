namespace AgentGuard;

/// <summary>Approval requests of this process, forgotten when it ends. For tests and demos. Those whose time is over are dropped.</summary>
public sealed class InMemoryApprovalStore : IApprovalStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ApprovalRequest> _requests = [];
    private readonly Dictionary<string, string> _newestOfDigest = [];
    private readonly Dictionary<(string? Tenant, string Session), int> _perSession = [];
    private readonly PriorityQueue<string, DateTimeOffset> _byExpiry = new();
    private readonly TimeProvider _time;
    private readonly int _capacity;
    private readonly int _capacityPerSession;

    /// <summary>An empty store.</summary>
    /// <param name="timeProvider">Says which requests are over and can be dropped; null for the system's clock.</param>
    /// <param name="capacity">The most requests that are kept at one time, at least 1.</param>
    /// <param name="capacityPerSession">The most of one session, so that one agent cannot crowd out the others; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A capacity is below 1.</exception>
    public InMemoryApprovalStore(TimeProvider? timeProvider = null, int capacity = 10_000, int capacityPerSession = 500)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityPerSession, 1);
        _time = timeProvider ?? TimeProvider.System;
        _capacity = capacity;
        _capacityPerSession = capacityPerSession;
    }

    /// <inheritdoc/>
    public ValueTask<ApprovalRequest?> GetAsync(string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_requests.GetValueOrDefault(id));
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryAddAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_lock)
        {
            DropExpired();
            if (_requests.ContainsKey(request.Id) || FindByDigest(request.Digest) is { IsOpen: true })
            {
                return ValueTask.FromResult(false);
            }

            int ofSession = _perSession.GetValueOrDefault(SessionOf(request));
            if (_requests.Count >= _capacity || ofSession >= _capacityPerSession)
            {
                throw new InvalidOperationException("too many approval requests are kept");
            }

            _requests.Add(request.Id, request);
            _newestOfDigest[request.Digest] = request.Id;
            _perSession[SessionOf(request)] = ofSession + 1;
            _byExpiry.Enqueue(request.Id, request.ExpiresAt);
            return ValueTask.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryUpdateAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_lock)
        {
            if (!_requests.TryGetValue(request.Id, out ApprovalRequest? kept) || kept.Version != request.Version - 1)
            {
                return ValueTask.FromResult(false);
            }

            _requests[request.Id] = request;
            return ValueTask.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<ApprovalRequest?> FindByDigestAsync(string digest, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(FindByDigest(digest));
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ApprovalRequest>> ListPendingAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult<IReadOnlyList<ApprovalRequest>>(
                [.. _requests.Values.Where(request => request.State == ApprovalState.Pending).OrderBy(request => request.CreatedAt)]);
        }
    }

    private static (string? Tenant, string Session) SessionOf(ApprovalRequest request) => (request.Tenant, request.SessionId);

    // No more than one of a digest is open, and it was added last: this one.
    private ApprovalRequest? FindByDigest(string digest) =>
        _newestOfDigest.TryGetValue(digest, out string? id) ? _requests[id] : null;

    private void DropExpired()
    {
        DateTimeOffset now = _time.GetUtcNow();
        while (_byExpiry.TryPeek(out string? id, out DateTimeOffset expiry) && expiry <= now)
        {
            _byExpiry.Dequeue();
            _requests.Remove(id, out ApprovalRequest? request);
            if (_newestOfDigest.TryGetValue(request!.Digest, out string? newest) && newest == id)
            {
                _newestOfDigest.Remove(request.Digest);
            }

            if (--_perSession[SessionOf(request)] == 0)
            {
                _perSession.Remove(SessionOf(request));
            }
        }
    }
}

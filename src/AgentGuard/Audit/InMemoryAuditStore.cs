namespace AgentGuard;

/// <summary>Keeps the newest entries in this process, for tests and demonstrations.</summary>
public sealed class InMemoryAuditStore : IAuditStore
{
    private readonly Lock _lock = new();
    private readonly Queue<AuditEntry> _entries = new();
    private readonly int _capacity;
    private long _last;

    /// <summary>Makes an empty log.</summary>
    /// <param name="capacity">How many entries it keeps, at least 1; older ones are dropped. Numbers go on.</param>
    public InMemoryAuditStore(int capacity = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <summary>The entries that it still has, oldest first.</summary>
    public IReadOnlyList<AuditEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<long> AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_lock)
        {
            if (_entries.Count == _capacity)
            {
                _entries.Dequeue();
            }

            _entries.Enqueue(entry);
            return ValueTask.FromResult(++_last);
        }
    }
}

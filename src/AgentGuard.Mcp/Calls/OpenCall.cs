namespace AgentGuard.Mcp;

/// <summary>
/// A call between its decision, before all filters, and its body, behind them. Whoever comes first settles it: the layer behind by running the body, the layer
/// in front by returning. A task is settled long after the layer in front has returned.
/// </summary>
internal sealed class OpenCall(ToolCallAdmission admission, AgentScope? scope, object owner)
{
    private static readonly AsyncLocal<OpenCall?> s_current = new();
    private int _isSettled;

    public ToolCallAdmission Admission => admission;

    public AgentScope? Scope => scope;

    /// <summary>Whether the layer behind has run the body, and answers for the result.</summary>
    public bool IsSettled => Volatile.Read(ref _isSettled) != 0;

    /// <summary>The call that this flow is inside of, of one pipeline.</summary>
    public static OpenCall? Of(object owner) => s_current.Value is { } call && ReferenceEquals(call.Owner, owner) ? call : null;

    /// <summary>True once.</summary>
    public bool TrySettle() => Interlocked.Exchange(ref _isSettled, 1) == 0;

    /// <summary>Makes the call visible to what is called in this flow, until what is returned is disposed.</summary>
    public IDisposable Enter()
    {
        OpenCall? before = s_current.Value;
        IDisposable ticket = admission.Enter();
        s_current.Value = this;
        return new Entry(ticket, before);
    }

    private object Owner => owner;

    private sealed class Entry(IDisposable ticket, OpenCall? before) : IDisposable
    {
        public void Dispose()
        {
            s_current.Value = before;
            ticket.Dispose();
        }
    }
}

namespace AgentGuard;

/// <summary>
/// Where two layers of the guard see one call, the outer decides and issues a ticket; the inner joins by it and does not decide again.
/// A ticket is good for one start of the body, with the decided arguments, while the outer call lasts.
/// </summary>
internal sealed class InvocationTicket(ToolCallAdmission outer, InvocationTicket? parent)
{
    private static readonly AsyncLocal<InvocationTicket?> Ambient = new();
    private int _isSpent;

    /// <summary>The admission that issued it.</summary>
    public ToolCallAdmission Outer => outer;

    public static InvocationTicket Issue(ToolCallAdmission outer) => new(outer, Ambient.Value);

    /// <summary>Makes the ticket visible to what is called from here on; undone when the calling async method returns, or by the result.</summary>
    public IDisposable Enter()
    {
        InvocationTicket? before = Ambient.Value;
        Ambient.Value = this;
        return new Exit(before);
    }

    /// <summary>Spends the innermost unspent ticket of this guard for just this call, if there is one. Another guard has policies of its own.</summary>
    public static ToolCallAdmission? TryJoin(ToolCallRequest request, GuardParts guard)
    {
        for (InvocationTicket? ticket = Ambient.Value; ticket is not null; ticket = ticket.Parent)
        {
            if (Volatile.Read(ref ticket._isSpent) == 0 && ticket.Outer.IsSameCall(request, guard) && ticket.TrySpend())
            {
                return ticket.Outer;
            }
        }

        return null;
    }

    /// <summary>No further start joins. The outer call's return does this too.</summary>
    public bool TrySpend() => Interlocked.Exchange(ref _isSpent, 1) == 0;

    private InvocationTicket? Parent => parent;

    private sealed class Exit(InvocationTicket? before) : IDisposable
    {
        public void Dispose() => Ambient.Value = before;
    }
}

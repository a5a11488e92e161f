using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>A call that left the pipeline as a request for approval, as this process remembers it. An answer is measured against this, never against itself.</summary>
internal sealed class PendingCall(string requestId, FunctionCallContent call, AgentScope? scope, string? approvalId, string? conversationId)
{
    private int _isUsed;
    private int _isReported;

    public string RequestId => requestId;

    public FunctionCallContent Call => call;

    /// <summary>The guard's request for a yes; null where the call only waits beside one that is held, or where the framework asks on its own.</summary>
    public string? ApprovalId => approvalId;

    public bool IsUsed => Volatile.Read(ref _isUsed) != 0;

    /// <summary>True once: a call is answered once.</summary>
    public bool TryUse() => Interlocked.Exchange(ref _isUsed, 1) == 0;

    /// <summary>True once: a service that keeps the conversation takes one result for each call.</summary>
    public bool TryReport() => Interlocked.Exchange(ref _isReported, 1) == 0;

    /// <summary>Whether a service that keeps the conversation still waits for this call's result.</summary>
    public bool IsAwaitedIn(string conversation) => conversationId == conversation && Volatile.Read(ref _isReported) == 0;

    /// <summary>Whether the answer comes in the same name: the same session, the same chain.</summary>
    public bool IsOf(AgentScope? other) => (scope, other) switch
    {
        (null, null) => true,
        ({ } mine, { } theirs) => mine.Session.Id == theirs.Session.Id && mine.Chain.Principals.SequenceEqual(theirs.Chain.Principals),
        _ => false,
    };
}

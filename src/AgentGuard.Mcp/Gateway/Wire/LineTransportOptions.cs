using Microsoft.Extensions.Logging;

namespace AgentGuard.Mcp;

/// <summary>How a <see cref="LineTransport"/> treats its peer.</summary>
/// <param name="Peer">What the peer is called in messages to people.</param>
/// <param name="MaxMessageBytes">The longest message that is read.</param>
/// <param name="Logger">Where it is said what was rejected.</param>
internal sealed record LineTransportOptions(string Peer, int MaxMessageBytes, ILogger Logger)
{
    /// <summary>
    /// Whether a line without an id that can be read is answered, too. A client hears of it; a server that prints something beside its messages would be confused by it.
    /// </summary>
    public bool AnswersUnreadable { get; init; }

    /// <summary>How long the peer may leave one message unread; infinite by default.</summary>
    public TimeSpan WriteTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

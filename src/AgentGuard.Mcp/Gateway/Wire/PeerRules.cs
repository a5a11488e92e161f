using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>What a <see cref="PeerTransport"/> lets its peer do.</summary>
/// <param name="Peer">What the peer is called in messages to people.</param>
/// <param name="MaxRequests">How many of its requests may be unanswered at a time.</param>
/// <param name="Logger">Where it is said what was refused.</param>
internal sealed record PeerRules(string Peer, int MaxRequests, ILogger Logger)
{
    /// <summary>Takes a notification before the next message is read; false leaves it to the SDK.</summary>
    public Func<JsonRpcNotification, CancellationToken, ValueTask<bool>>? OnNotification { get; init; }

    /// <summary>Why a request is refused, said before the next message is read; null where it is not. What comes behind a request changes nothing about it.</summary>
    public Func<JsonRpcRequest, string?>? Refusal { get; init; }
}

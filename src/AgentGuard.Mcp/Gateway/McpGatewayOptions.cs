using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentGuard.Mcp;

/// <summary>What a gateway stands in front of, for whom, and by which guard.</summary>
public sealed class McpGatewayOptions
{
    /// <summary>The guard that decides. It may serve other gateways, too, and is not disposed with this one.</summary>
    public required ToolCallGuard Guard { get; init; }

    /// <summary>
    /// On whose behalf clients act: a user, service or workload. Whoever sets this vouches for it. The agent is the client, by the name that it gives itself, which
    /// nobody vouches for: it can only take rights away.
    /// </summary>
    public required Hop Root { get; init; }

    /// <summary>The servers, each with a key of its own. Their tools are shown in this order.</summary>
    public IList<McpUpstream> Upstreams { get; } = [];

    /// <summary>Whether a human sits in front of the client. See <see cref="McpGuardOptions.HasHuman"/>. Default false.</summary>
    public bool HasHuman { get; set; }

    /// <summary>
    /// Whether servers hear of the client's roots. Default true. To some servers they take the place of the folders that they were started with, so that the client
    /// says how far a server reaches, and no policy is asked: set it to false where the client is not trusted with that.
    /// </summary>
    public bool PassesRoots { get; set; } = true;

    /// <summary>How much clients and servers may send, and how long they may take.</summary>
    public McpGatewayLimits Limits { get; } = new();

    /// <summary>Where log messages go, and what servers print for people; null for nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal UpstreamContext Context() => new(Limits, LoggerFactory ?? NullLoggerFactory.Instance, TimeProvider);
}

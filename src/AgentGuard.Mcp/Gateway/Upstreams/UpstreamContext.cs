using Microsoft.Extensions.Logging;

namespace AgentGuard.Mcp;

/// <summary>What a gateway gives to each of its servers.</summary>
/// <param name="Limits">How much a server may send, and how long it may take.</param>
/// <param name="LoggerFactory">Where log messages go.</param>
/// <param name="TimeProvider">The clock.</param>
internal sealed record UpstreamContext(McpGatewayLimits Limits, ILoggerFactory LoggerFactory, TimeProvider TimeProvider)
{
    /// <summary>The gateway's logger.</summary>
    public ILogger Logger { get; } = LoggerFactory.CreateLogger<McpGateway>();
}

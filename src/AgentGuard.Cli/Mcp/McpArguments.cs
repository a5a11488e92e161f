using Microsoft.Extensions.Logging;

namespace AgentGuard.Cli;

/// <summary>What <c>agentguard mcp</c> was told.</summary>
internal sealed record McpArguments(
    string Policies,
    string Toolset,
    string User,
    bool HasHuman,
    bool PassesRoots,
    string? Config,
    string? Url,
    IReadOnlyList<string> Headers,
    double? Timeout,
    string? Approvals,
    LogLevel Log,
    IReadOnlyList<string> Server);

using ModelContextProtocol;

namespace AgentGuard.Mcp;

/// <summary>A refusal of a request whose result cannot say so. Its message is what the client reads.</summary>
internal sealed class RefusedException(string text) : McpProtocolException(text, McpErrorCode.InvalidRequest);

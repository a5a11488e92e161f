namespace AgentGuard.Mcp;

/// <summary>What a builder was told to guard its server with: a second, different word is refused.</summary>
internal sealed record McpGuard(string? PolicyPath, ToolCallGuard? Guard);

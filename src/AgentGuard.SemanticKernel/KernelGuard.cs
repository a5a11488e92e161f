namespace AgentGuard.SemanticKernel;

/// <summary>What a builder was told to guard its kernel with: a second, different word is refused.</summary>
internal sealed record KernelGuard(string? PolicyPath, ToolCallGuard? Guard);

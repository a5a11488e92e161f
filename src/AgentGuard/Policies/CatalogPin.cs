namespace AgentGuard;

/// <summary>A pin that was written into the catalog.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Before">The pin that stood there; null where none did.</param>
/// <param name="After">The pin that stands there now.</param>
public sealed record CatalogPin(ToolId Tool, string? Before, string After);

using System.Text.Json;

namespace AgentGuard;

/// <summary>Runs the tool.</summary>
/// <param name="arguments">The decided arguments, an object: these and no others may be passed on.</param>
/// <param name="cancellationToken">The caller's.</param>
/// <returns>The tool's result.</returns>
public delegate ValueTask<ToolResult> ToolBody(JsonElement arguments, CancellationToken cancellationToken);

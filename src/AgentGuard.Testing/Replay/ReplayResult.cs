using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentGuard.Testing;

/// <summary>What a recorded tool put out, as a guard is handed it.</summary>
internal static class ReplayResult
{
    /// <summary>The text that the model saw, and the same as JSON where the recording has it.</summary>
    public static ToolResult Of(TraceEvent.Returned? returned)
    {
        if (returned is null)
        {
            return new ToolResult(null, []);
        }

        JsonElement text = JsonElement.Parse(JsonValue.Create(returned.Output).ToJsonString());
        return new ToolResult(null, returned.Structured is { } structured ? [text, structured] : [text], returned.IsError);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace AgentGuard.Mcp;

/// <summary>The tokens by which a client knows whose progress it is told of: text or whole numbers, however they are written.</summary>
internal static class ProgressTokens
{
    private const string Name = "progressToken";

    /// <summary>The token of a request.</summary>
    public static string? Of(JsonNode? parameters) => Read((parameters as JsonObject)?["_meta"] as JsonObject);

    /// <summary>The token that a notification of progress names.</summary>
    public static string? OfNotification(JsonNode? parameters) => Read(parameters as JsonObject);

    private static string? Read(JsonObject? holder) => holder?[Name] is not JsonValue token ? null
        : token.TryGetValue(out string? text) ? $"text {text}"
        : token.TryGetValue(out long number) ? string.Create(CultureInfo.InvariantCulture, $"number {number}")
        : null;
}

using System.Text.Json;

namespace AgentGuard;

/// <summary>
/// What an MCP client hands on where a result is more than text: an envelope of content blocks and structured content. An output schema speaks of what is inside,
/// so a pointer that finds nothing in the envelope would pass for one that is optional.
/// </summary>
internal static class ProtocolResult
{
    /// <summary>Takes the parts out of envelopes; other forms stay as they are.</summary>
    /// <exception cref="ObligationException">A part is neither text nor structured content.</exception>
    public static IEnumerable<JsonElement> Unfold(IEnumerable<JsonElement> forms) =>
        All(forms).Select(static part => part ?? throw new ObligationException("the result has a content block that is no text"));

    /// <summary>The same, without the parts that are neither text nor structured content.</summary>
    public static IEnumerable<JsonElement> Readable(IEnumerable<JsonElement> forms) => All(forms).OfType<JsonElement>();

    /// <summary>Whether an envelope says that the tool failed.</summary>
    public static bool IsError(IEnumerable<JsonElement> forms) => forms.Any(static form =>
        form.ValueKind == JsonValueKind.Object && form.TryGetProperty("isError", out JsonElement isError) && isError.ValueKind == JsonValueKind.True && IsEnvelope(form));

    private static IEnumerable<JsonElement?> All(IEnumerable<JsonElement> forms) => forms.SelectMany(static form => Read(form) is { } read && IsEnvelope(read) ? Parts(read) : [form]);

    /// <summary>A stream gathers what it carries as text.</summary>
    private static JsonElement? Read(JsonElement form) => form.ValueKind == JsonValueKind.String ? JsonText.FindDocument(form) : form;

    private static bool IsEnvelope(JsonElement form) =>
        form.ValueKind == JsonValueKind.Object
        && form.TryGetProperty("content", out JsonElement content)
        && content.ValueKind == JsonValueKind.Array
        && content.EnumerateArray().All(static block => block.ValueKind == JsonValueKind.Object && block.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String)
        && form.EnumerateObject().All(static member => member.Name is "content" or "structuredContent" or "isError" or "task" or "resultType" or "_meta");

    private static List<JsonElement?> Parts(JsonElement envelope)
    {
        List<JsonElement?> parts = [];
        foreach (JsonProperty member in envelope.EnumerateObject())
        {
            switch (member.Name)
            {
                case "content":
                    parts.AddRange(member.Value.EnumerateArray().Select(Text));
                    break;
                case "structuredContent" when member.Value.ValueKind != JsonValueKind.Null:
                    parts.Add(member.Value);
                    break;
                default:
                    // It says nothing of the result, and does not leave with what is redacted.
                    break;
            }
        }

        return parts;
    }

    private static JsonElement? Text(JsonElement block) =>
        block.GetProperty("type").ValueEquals("text") && block.TryGetProperty("text", out JsonElement text) && text.ValueKind == JsonValueKind.String ? text : null;
}

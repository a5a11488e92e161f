using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>What the protocol sends, as the guard's forms.</summary>
internal static class ContentForms
{
    /// <summary>
    /// Reads content blocks. Where a result is redacted its text is all that will leave; else there is all that says something, with links and <c>_meta</c>.
    /// </summary>
    /// <returns>
    /// False where nobody can say what is in them: in pictures and sounds, and, where a result is redacted, in whatever is no text. An output schema says nothing of those.
    /// </returns>
    public static bool TryRead(IEnumerable<ContentBlock> blocks, bool isRedacted, out List<JsonElement> forms)
    {
        forms = [];
        foreach (ContentBlock block in blocks)
        {
            JsonElement? text = block switch
            {
                TextContentBlock plain => Text(plain.Text),
                EmbeddedResourceBlock { Resource: TextResourceContents embedded } => Text(embedded.Text),
                _ => null,
            };
            if (text is null && (isRedacted || block is ImageContentBlock or AudioContentBlock or EmbeddedResourceBlock))
            {
                return false;
            }

            forms.Add(text ?? JsonSerializer.SerializeToElement(block, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ContentBlock))));
            if (!isRedacted)
            {
                AddBeside(block, forms);
            }
        }

        return true;
    }

    public static JsonElement Text(string? text) => JsonSerializer.SerializeToElement(text ?? "", McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(string)));

    public static JsonElement Whole(JsonObject value) => JsonSerializer.SerializeToElement(value, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonObject)));

    /// <summary>A redacted form as text.</summary>
    public static string Plain(JsonElement form) => form.ValueKind == JsonValueKind.String ? form.GetString()! : form.GetRawText();

    private static void AddBeside(ContentBlock block, List<JsonElement> forms)
    {
        if (block.Meta is { Count: > 0 } meta)
        {
            forms.Add(Whole(meta));
        }

        if (block is EmbeddedResourceBlock { Resource: { } resource })
        {
            forms.Add(Text(resource.Uri));
            if (resource.Meta is { Count: > 0 } own)
            {
                forms.Add(Whole(own));
            }
        }
    }
}

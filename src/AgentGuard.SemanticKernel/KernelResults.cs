using System.Text.Json;
using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel;

/// <summary>Takes a function's result apart into the forms in which it would leave, and makes a result of redacted forms.</summary>
internal static class KernelResults
{
    public static ToolResult Decompose(FunctionResult result) => Decompose(result.GetValue<object>(), result.Function.JsonSerializerOptions);

    public static ToolResult Decompose(object? value, JsonSerializerOptions options)
    {
        try
        {
            return new ToolResult(value, value switch
            {
                null => [],
                JsonElement element => [element],
                // What a kernel's content holds beside its text (metadata, the provider's object) cannot be told.
                KernelContent { InnerContent: not null } or KernelContent { Metadata.Count: > 0 } => throw new NotSupportedException(),
                TextContent text => [JsonSerializer.SerializeToElement(text.Text ?? "", options)],
                _ => [JsonSerializer.SerializeToElement(value, options.GetTypeInfo(value.GetType()))],
            });
        }
        catch (Exception e) when (e is NotSupportedException or JsonException or InvalidOperationException)
        {
            // Nobody can say what is in it: where anything had to be redacted, it is withheld.
            return ToolResult.Unreadable(value);
        }
    }

    public static object Compose(ToolResult result) => result.Forms switch
    {
        [] => "done",
        [{ ValueKind: JsonValueKind.String } text] => text.GetString()!,
        [JsonElement form] => form,
        _ => string.Join('\n', result.Forms.Select(static form => form.ValueKind == JsonValueKind.String ? form.GetString() : form.GetRawText())),
    };
}

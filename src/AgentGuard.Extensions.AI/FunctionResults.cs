using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>Takes a function's result apart into the forms in which it would leave, and makes a result of redacted forms.</summary>
internal static class FunctionResults
{
    public static ToolResult Decompose(object? result, JsonSerializerOptions options)
    {
        try
        {
            // What was read is what leaves: a sequence may be another one the next time.
            result = result is IEnumerable<AIContent> sequence and not IList<AIContent> ? sequence.ToList() : result;
            return new ToolResult(result, result switch
            {
                null => [],
                IList<AIContent> contents => [.. contents.Select(content => Form(content, options))],
                _ => [Form(result, options)],
            });
        }
        catch (Exception)
        {
            // The tool has run, and a property of its result may throw anything. Where something had to be redacted, the result is withheld.
            return ToolResult.Unreadable(result);
        }
    }

    public static object? Compose(IReadOnlyList<JsonElement> forms) => forms switch
    {
        [] => "done",
        [JsonElement form] => Plain(form),
        _ => forms.Select(static form => new TextContent(form.ValueKind == JsonValueKind.String ? form.GetString() : form.GetRawText())).ToList<AIContent>(),
    };

    private static object Plain(JsonElement form) => form.ValueKind == JsonValueKind.String ? form.GetString()! : form;

    private static JsonElement Form(object value, JsonSerializerOptions options) => value switch
    {
        JsonElement element => element,
        TextContent text => Form(text.Text ?? "", options),
        _ => JsonSerializer.SerializeToElement(value, options.GetTypeInfo(value.GetType())),
    };
}

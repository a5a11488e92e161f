using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>Takes a function's result apart into the forms in which it would leave, and makes a result of redacted forms.</summary>
internal static class FunctionResults
{
    private const BindingFlags AsItThrows = BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions;

    /// <summary>A sequence that runs as it is read would run for the guard, and once more for whoever reads the result: it runs here, and both get what it gave.</summary>
    public static object? ReadOnce(object? result) => result switch
    {
        null or string or ICollection or JsonNode => result,
        IEnumerable when ItemOfLazy(result.GetType()) is { } item => Activator.CreateInstance(typeof(List<>).MakeGenericType(item), AsItThrows, null, [result], null),
        _ => result,
    };

    public static ToolResult Decompose(object? result, JsonSerializerOptions options)
    {
        try
        {
            List<JsonElement> forms = result switch
            {
                null => [],
                IList<AIContent> contents => [.. contents.Select(content => Form(content, options))],
                _ => [Form(result, options)],
            };

            // An output schema speaks of text and structures. What it says of an image or an error, that a member is optional, is no word on what is in there.
            bool isReadable = result is IList<AIContent> list ? list.All(static content => content is TextContent) : result is TextContent or not AIContent;
            return isReadable ? new ToolResult(result, forms) : ToolResult.Unreadable(result, forms);
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

    private static Type? ItemOfLazy(Type type)
    {
        Type[] sequences = [.. type.GetInterfaces().Where(static candidate => candidate.IsGenericType)];
        return Array.Exists(sequences, static sequence => sequence.GetGenericTypeDefinition() is { } kind && (kind == typeof(ICollection<>) || kind == typeof(IReadOnlyCollection<>)))
            ? null
            : Array.Find(sequences, static sequence => sequence.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
    }

    private static object Plain(JsonElement form) => form.ValueKind == JsonValueKind.String ? form.GetString()! : form;

    private static JsonElement Form(object value, JsonSerializerOptions options) => value switch
    {
        JsonElement element => element,
        TextContent text => Form(text.Text ?? "", options),
        _ => JsonSerializer.SerializeToElement(value, options.GetTypeInfo(value.GetType())),
    };
}

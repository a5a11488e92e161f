using System.Collections;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using TextContent = Microsoft.SemanticKernel.TextContent;

namespace AgentGuard.SemanticKernel;

/// <summary>Takes a function's result apart into the forms in which it would leave, and makes a result of redacted forms.</summary>
internal static class KernelResults
{
    private const BindingFlags AsItThrows = BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions;

    /// <summary>A sequence that runs as it is read would run for the guard, and once more for the caller: it runs here, and both get what it gave.</summary>
    public static FunctionResult ReadOnce(FunctionResult result)
    {
        object? value = result.GetValue<object>();
        return IsLazy(value) && Items(value!.GetType(), typeof(IEnumerable<>)) is { } item
            ? new FunctionResult(result, Activator.CreateInstance(typeof(List<>).MakeGenericType(item), AsItThrows, null, [value], null))
            : result;
    }

    public static ToolResult Decompose(FunctionResult result) => Decompose(result.GetValue<object>(), KernelTools.Options(result.Function));

    public static ToolResult Decompose(object? value, JsonSerializerOptions options)
    {
        if (IsLazy(value))
        {
            return ToolResult.Unreadable(value);
        }

        try
        {
            JsonElement[] forms = value switch
            {
                null => [],
                JsonElement element => [element],
                // What a kernel's content holds beside its text (metadata, the provider's object) cannot be told.
                KernelContent { InnerContent: not null } or KernelContent { Metadata.Count: > 0 } => throw new NotSupportedException(),
                TextContent text => [JsonSerializer.SerializeToElement(text.Text ?? "", options)],
                Microsoft.Extensions.AI.TextContent text => [JsonSerializer.SerializeToElement(text.Text ?? "", options)],
                _ => [JsonSerializer.SerializeToElement(value, options.GetTypeInfo(value.GetType()))],
            };

            // An output schema speaks of text and structures. What it says of an image or a message, that a member is optional, is no word on what is in there.
            return value is TextContent or Microsoft.Extensions.AI.TextContent or not (KernelContent or AIContent or IEnumerable<KernelContent> or IEnumerable<AIContent>)
                ? new ToolResult(value, forms)
                : ToolResult.Unreadable(value, forms);
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

    /// <summary>The type of the items of a generic sequence; null if it is none.</summary>
    public static Type? Items(Type type, Type sequence) => type.GetInterfaces()
        .FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == sequence)?.GetGenericArguments()[0];

    private static bool IsLazy(object? value) => value switch
    {
        null or string or ICollection => false,
        IEnumerable => Items(value.GetType(), typeof(ICollection<>)) is null && Items(value.GetType(), typeof(IReadOnlyCollection<>)) is null,
        _ => Items(value.GetType(), typeof(IAsyncEnumerable<>)) is not null,
    };
}

using System.Globalization;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

public sealed class FunctionResult
{
    public FunctionResult(KernelFunction function, object? value = null, CultureInfo? culture = null, IReadOnlyDictionary<string, object?>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        Function = function;
        Value = value;
        Culture = culture ?? CultureInfo.InvariantCulture;
        Metadata = metadata;
    }

    /// <summary>A null value does not take the place of the old one.</summary>
    public FunctionResult(FunctionResult result, object? value = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        Function = result.Function;
        Value = value ?? result.Value;
        Culture = result.Culture;
        Metadata = result.Metadata;
        RenderedPrompt = result.RenderedPrompt;
    }

    public KernelFunction Function { get; init; }

    public IReadOnlyDictionary<string, object?>? Metadata { get; init; }

    public CultureInfo Culture { get; init; }

    public Type? ValueType => Value?.GetType();

    public string? RenderedPrompt { get; internal set; }

    internal object? Value { get; }

    public T? GetValue<T>() => Value switch
    {
        null => default,
        T value => value,
        KernelContent content when typeof(T) == typeof(string) => (T)(object)content.ToString()!,
        KernelContent { InnerContent: T inner } => inner,
        ChatMessageContent message when typeof(T) == typeof(ChatMessage) => (T)(object)message.ToChatMessage(),
        ChatMessageContent message when typeof(T) == typeof(ChatResponse) => (T)(object)new ChatResponse(message.ToChatMessage()),
        ChatResponse { Messages.Count: > 0 } response => FromResponse<T>(response),
        _ => throw CannotBe<T>(),
    };

    public override string ToString() => Value switch
    {
        null => string.Empty,
        IFormattable number => number.ToString(null, Culture),
        _ => Value.ToString() ?? string.Empty,
    };

    private T FromResponse<T>(ChatResponse response)
    {
        ChatMessage last = response.Messages[^1];
        object? found =
            typeof(T) == typeof(string) ? last.ToString() :
            typeof(T) == typeof(ChatMessage) ? last :
            typeof(T).IsAssignableTo(typeof(KernelContent)) ? last.ToChatMessageContent() :
            last.Contents.FirstOrDefault(content => content is T) ?? (last.Contents is T ? last.Contents : null) ?? response.RawRepresentation ?? last.RawRepresentation;
        return found is T value ? value : throw CannotBe<T>();
    }

    private InvalidCastException CannotBe<T>() => new($"Cannot cast {Value!.GetType()} to {typeof(T)}");
}

using System.Text.Json;
using System.Text.Unicode;

namespace AgentGuard;

/// <summary>
/// What the model wrote, copied when the call arrives: nobody can change it afterwards. Making one never throws on bad input:
/// what is no JSON object that every parser reads alike is kept as an <see cref="Error"/>, and the guard denies it.
/// </summary>
/// <remarks>
/// An error is: no JSON, no object, a name that stands twice in one object (however it is escaped), a number whose value canonical JSON
/// (RFC 8785) would change, such as 2^53+1, 1e999 or -0, a lone surrogate, nesting deeper than 64 levels, too many bytes.
/// </remarks>
public sealed class ToolArguments
{
    /// <summary>How many bytes of UTF-8 arguments may have where nobody says otherwise: 1 MiB.</summary>
    public const int DefaultMaxBytes = 1 << 20;

    private readonly JsonElement _json;

    private ToolArguments(JsonElement json, int byteCount)
    {
        _json = json;
        ByteCount = byteCount;
    }

    private ToolArguments(string error) => Error = error;

    /// <summary>No arguments, <c>{}</c>.</summary>
    public static ToolArguments Empty { get; } = FromJson("{}");

    /// <summary>Why the arguments cannot be taken; null if they can. It names places, never values.</summary>
    public string? Error { get; }

    /// <summary>The arguments, an object. It lives as long as somebody holds it.</summary>
    /// <exception cref="InvalidOperationException">There is an <see cref="Error"/>.</exception>
    public JsonElement Json => Error is null ? _json : throw new InvalidOperationException(Error);

    internal int ByteCount { get; }

    /// <summary>Takes arguments that are JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="maxBytes">How many bytes of UTF-8 it may have, at least 1.</param>
    /// <returns>The arguments, or their error.</returns>
    public static ToolArguments FromJson(string json, int maxBytes = DefaultMaxBytes)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        if (json.Length > maxBytes)
        {
            return TooLarge(maxBytes);
        }

        using PooledBuffer buffer = new();
        Span<byte> utf8 = buffer.GetSpan(json.Length * 3);
        if (Utf8.FromUtf16(json, utf8, out _, out int written, replaceInvalidSequences: false) != System.Buffers.OperationStatus.Done)
        {
            return Invalid("the arguments hold a lone surrogate");
        }

        buffer.Advance(written);
        return FromOwned(buffer, maxBytes);
    }

    /// <summary>Takes arguments that are JSON text in UTF-8.</summary>
    /// <param name="utf8Json">The text, without a byte order mark.</param>
    /// <param name="maxBytes">How many bytes it may have, at least 1.</param>
    /// <returns>The arguments, or their error.</returns>
    public static ToolArguments FromJson(ReadOnlyMemory<byte> utf8Json, int maxBytes = DefaultMaxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        if (utf8Json.Length > maxBytes)
        {
            return TooLarge(maxBytes);
        }

        // Copied first: whoever holds the memory may change it between check and use.
        using PooledBuffer buffer = new();
        buffer.Write(utf8Json.Span);
        return FromOwned(buffer, maxBytes);
    }

    /// <summary>Takes arguments that are .NET values, as agent frameworks pass them.</summary>
    /// <param name="arguments">
    /// Names and values: null, booleans, numbers, text, <see cref="Guid"/>, <see cref="Uri"/>, dates and times, enums (by name),
    /// <c>byte[]</c> (base 64), JsonElement, JsonDocument and JsonNode, dictionaries with string keys, and sequences of these.
    /// </param>
    /// <param name="options">How values of other types, and enums, become JSON; null to take none of other types.</param>
    /// <param name="maxBytes">How many bytes of JSON they may have, at least 1.</param>
    /// <returns>The arguments, or their error: beside those of JSON text, NaN and infinities, other types, and whatever reading them throws.</returns>
    public static ToolArguments From(
        IEnumerable<KeyValuePair<string, object?>> arguments,
        JsonSerializerOptions? options = null,
        int maxBytes = DefaultMaxBytes)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        using PooledBuffer buffer = new(maxBytes);
        return ArgumentWriter.TryWrite(arguments, options, buffer, maxBytes, out string? error)
            ? FromOwned(buffer, maxBytes)
            : Invalid(error);
    }

    /// <summary>Arguments that an adapter could not read. The guard denies them.</summary>
    /// <param name="reason">Why, without values of arguments.</param>
    /// <returns>Arguments with that error.</returns>
    public static ToolArguments Invalid(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new ToolArguments(reason);
    }

    internal static ToolArguments TooLarge(int maxBytes) => Invalid($"the arguments have more than {maxBytes} bytes");

    private static ToolArguments FromOwned(PooledBuffer buffer, int maxBytes)
    {
        ReadOnlySpan<byte> utf8 = buffer.WrittenSpan;
        if (utf8.Length > maxBytes)
        {
            return TooLarge(maxBytes);
        }

        if (JsonText.FindFault(utf8, JsonText.Rules.TextAndNumbers) is { } fault)
        {
            return Invalid(Describe(utf8, fault));
        }

        if (utf8.TrimStart(" \t\r\n"u8)[0] != '{')
        {
            return Invalid("the arguments are not a JSON object");
        }

        try
        {
            return new ToolArguments(JsonElement.Parse(utf8, JsonText.DocumentOptions), utf8.Length);
        }
        catch (JsonException) when (JsonText.FindDuplicateName(utf8) is not null)
        {
            return Invalid(Describe(utf8, JsonText.FindDuplicateName(utf8)!.Value));
        }
    }

    private static string Describe(ReadOnlySpan<byte> utf8, JsonFault fault) =>
        fault.IsSyntax
            ? $"the arguments are refused at byte {fault.Offset}: {fault.Message}"
            : $"`{JsonPointer.At(utf8, fault.Offset)}`: {fault.Message}";
}

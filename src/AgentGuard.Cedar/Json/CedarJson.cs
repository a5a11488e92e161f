using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <summary>
/// Cedar's JSON for entities, contexts and values, as it is read without a schema: entities and extension values in
/// values are written as <c>{"__entity": {"type": …, "id": …}}</c> and <c>{"__extn": {"fn": …, "arg": …}}</c> (or
/// <c>"args": […]</c>). Null, fractions, integers beyond 64 bits, lone surrogates and names that stand twice in an
/// object are refused.
/// </summary>
public static partial class CedarJson
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads an array of entities, each with <c>uid</c>, <c>attrs</c>, <c>parents</c> and possibly <c>tags</c>; other names are ignored.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    /// <returns>The entities.</returns>
    /// <exception cref="CedarJsonException">The text is not such an array, or the entities cannot stand together (see <see cref="EntityStore"/>).</exception>
    public static EntityStore ParseEntities(ReadOnlySpan<byte> json, CedarJsonOptions? options = null) =>
        CedarJsonReader.ReadEntities(json, options ?? CedarJsonOptions.Default);

    /// <inheritdoc cref="ParseEntities(ReadOnlySpan{byte}, CedarJsonOptions?)"/>
    /// <param name="json">The text.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    public static EntityStore ParseEntities(string json, CedarJsonOptions? options = null) =>
        ParseEntities(Encode(json, options).Span, options);

    /// <inheritdoc cref="ParseEntities(ReadOnlySpan{byte}, CedarJsonOptions?)"/>
    /// <param name="json">A stream of UTF-8, read to its end and left open.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    public static EntityStore ParseEntities(Stream json, CedarJsonOptions? options = null) =>
        ParseEntities(ReadAll(json, options ?? CedarJsonOptions.Default).Span, options);

    /// <summary>Reads a context: an object.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    /// <returns>The context.</returns>
    /// <exception cref="CedarJsonException">The text is not such an object.</exception>
    public static CedarRecord ParseContext(ReadOnlySpan<byte> json, CedarJsonOptions? options = null) =>
        CedarJsonReader.ReadContext(json, options ?? CedarJsonOptions.Default);

    /// <inheritdoc cref="ParseContext(ReadOnlySpan{byte}, CedarJsonOptions?)"/>
    /// <param name="json">The text.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    public static CedarRecord ParseContext(string json, CedarJsonOptions? options = null) =>
        ParseContext(Encode(json, options).Span, options);

    /// <summary>Reads a value.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    /// <returns>The value.</returns>
    /// <exception cref="CedarJsonException">The text is not a value.</exception>
    public static Value ParseValue(ReadOnlySpan<byte> json, CedarJsonOptions? options = null) =>
        CedarJsonReader.ReadWhole(json, options ?? CedarJsonOptions.Default);

    /// <inheritdoc cref="ParseValue(ReadOnlySpan{byte}, CedarJsonOptions?)"/>
    /// <param name="json">The text.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    public static Value ParseValue(string json, CedarJsonOptions? options = null) =>
        ParseValue(Encode(json, options).Span, options);

    /// <summary>Writes entities so that they are read back, in the order of their uids; equal stores are written alike.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="entities">The entities.</param>
    /// <exception cref="ArgumentException">A record has a name that is reserved in JSON: <c>__entity</c>, <c>__extn</c> or <c>__expr</c>.</exception>
    public static void WriteEntities(Utf8JsonWriter writer, IEnumerable<Entity> entities)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(entities);
        CedarJsonWriter.Write(writer, entities);
    }

    /// <inheritdoc cref="WriteEntities(Utf8JsonWriter, IEnumerable{Entity})"/>
    /// <param name="entities">The entities.</param>
    /// <returns>The text.</returns>
    public static string WriteEntities(IEnumerable<Entity> entities) => Print(writer => WriteEntities(writer, entities));

    /// <summary>Writes a value so that it is read back; equal values are written alike.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">It is <c>default(Value)</c>, or a record has a name that is reserved in JSON: <c>__entity</c>, <c>__extn</c> or <c>__expr</c>.</exception>
    public static void WriteValue(Utf8JsonWriter writer, Value value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        CedarJsonWriter.Write(writer, value);
    }

    /// <inheritdoc cref="WriteValue(Utf8JsonWriter, Value)"/>
    /// <param name="value">The value.</param>
    /// <returns>The text.</returns>
    public static string WriteValue(Value value) => Print(writer => WriteValue(writer, value));

    private static string Print(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, s_readable))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static ReadOnlyMemory<byte> Encode(string json, CedarJsonOptions? options)
    {
        ArgumentNullException.ThrowIfNull(json);
        CedarJsonReader.ThrowIfTooLong(json.Length, options ?? CedarJsonOptions.Default);
        try
        {
            return s_strict.GetBytes(json);
        }
        catch (EncoderFallbackException fault)
        {
            byte[] before = Encoding.UTF8.GetBytes(json[..fault.Index]);
            throw CedarJsonException.At(before, before.Length, "", "the text holds a lone surrogate", fault);
        }
    }

    private static ReadOnlyMemory<byte> ReadAll(Stream json, CedarJsonOptions options)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArrayBufferWriter<byte> buffer = new();
        for (int read = 1; read > 0; buffer.Advance(read))
        {
            CedarJsonReader.ThrowIfTooLong(buffer.WrittenCount, options);
            read = json.Read(buffer.GetSpan(16 * 1024));
        }

        return buffer.WrittenMemory;
    }
}

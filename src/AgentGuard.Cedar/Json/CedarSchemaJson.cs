using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Json;

/// <summary>The JSON form of schemas.</summary>
public static class CedarSchemaJson
{
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };

    /// <summary>Reads a schema in JSON.</summary>
    /// <param name="source">The text.</param>
    /// <param name="options">Limits; null for the usual ones. The nesting is that of types.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="CedarSchemaException">The text is no schema.</exception>
    public static CedarSchema Parse(SourceText source, CedarParserOptions? options = null) =>
        TryParse(source, out CedarSchema? schema, out IReadOnlyList<Diagnostic> diagnostics, options) ? schema : throw new CedarSchemaException(diagnostics);

    /// <summary>Reads a schema in JSON.</summary>
    /// <param name="source">The text.</param>
    /// <param name="schema">The schema; null where there is an error.</param>
    /// <param name="diagnostics">Errors and warnings, at most 100; of what is no JSON, or not that of a schema, the first only.</param>
    /// <param name="options">Limits; null for the usual ones. The nesting is that of types.</param>
    /// <returns>True if there was no error. There may be warnings.</returns>
    public static bool TryParse(
        SourceText source,
        [NotNullWhen(true)] out CedarSchema? schema,
        out IReadOnlyList<Diagnostic> diagnostics,
        CedarParserOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= CedarParserOptions.Default;
        DiagnosticBag bag = new(source);
        SchemaDocument? document = TokenReader.IsReadable(source, options, bag) ? Read(source, options, bag) : null;
        schema = document is null ? null : SchemaResolver.Resolve(document, bag);
        diagnostics = bag;
        return schema is not null;
    }

    /// <summary>Writes a schema. Reading that JSON gives the same schema.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="schema">The schema.</param>
    /// <exception cref="InvalidOperationException">It would take more than 64 MiB, because declarations with many names are repeated for each.</exception>
    public static void Write(Utf8JsonWriter writer, CedarSchema schema)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(schema);
        new SchemaJsonWriter(writer).Write(schema.Document);
    }

    /// <inheritdoc cref="Write(Utf8JsonWriter, CedarSchema)"/>
    /// <param name="schema">The schema.</param>
    /// <returns>The text.</returns>
    public static string Write(CedarSchema schema)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, s_readable))
        {
            Write(writer, schema);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static SchemaDocument? Read(SourceText source, CedarParserOptions options, DiagnosticBag bag)
    {
        try
        {
            return SchemaJsonReader.Read(source, options);
        }
        catch (SchemaJsonException fault)
        {
            bag.Error(fault.Span, fault.Message, fault.Help);
            return null;
        }
    }
}

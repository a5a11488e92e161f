using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentGuard;

/// <summary>Copies a result without what a pointer leads to.</summary>
internal sealed class ResultRedactor
{
    private const long Steps = 1_000_000;

    private readonly JsonPointerPattern _pointer;
    private readonly Utf8JsonWriter _writer;
    private readonly bool _hasSchema;
    private readonly StepBudget _budget = new(Steps);

    private ResultRedactor(JsonPointerPattern pointer, Utf8JsonWriter writer, bool hasSchema)
    {
        _pointer = pointer;
        _writer = writer;
        _hasSchema = hasSchema;
    }

    /// <summary>Redacts one form of a result.</summary>
    /// <exception cref="ObligationException">It cannot be done for certain; the result is withheld.</exception>
    public static JsonElement Redact(JsonElement form, JsonPointerPattern pointer, JsonElement? outputSchema)
    {
        if (form.ValueKind == JsonValueKind.String)
        {
            JsonElement document = JsonText.FindDocument(form) ?? throw new ObligationException("a form of the result is text that holds no JSON");
            JsonElement redacted = Redact(document, pointer, outputSchema);
            return Write(writer => writer.WriteStringValue(JsonMarshal.GetRawUtf8Value(redacted)));
        }

        if (form.ValueKind == JsonValueKind.Undefined || JsonText.FindFault(JsonMarshal.GetRawUtf8Value(form), JsonText.Rules.Text) is not null)
        {
            throw new ObligationException("a form of the result is no JSON that can be redacted");
        }

        // Only a pointer that finds nothing needs the schema, which is not compiled before that.
        return TryRedact(form, pointer, [], out JsonElement result) || TryRedact(form, pointer, Compile(pointer, outputSchema), out result)
            ? result
            : throw NothingFound(pointer);
    }

    private static bool TryRedact(JsonElement form, JsonPointerPattern pointer, ToolSchema[] schemas, out JsonElement result)
    {
        bool isComplete = false;
        result = Write(writer =>
        {
            ResultRedactor redactor = new(pointer, writer, schemas.Length > 0);
            isComplete = redactor.TryCopy(form, pointer.Tokens.AsSpan(), schemas);
        });
        return isComplete;
    }

    /// <summary>Copies a value. False if the pointer finds nothing in it, and nothing says that this is fine.</summary>
    private bool TryCopy(JsonElement value, ReadOnlySpan<string> tokens, ToolSchema[] schemas)
    {
        if (tokens.IsEmpty)
        {
            _writer.WriteStringValue(RedactionPointers.Redacted);
            return true;
        }

        if (_hasSchema && !SchemaAlternatives.TryChoose(value, ref schemas, _budget))
        {
            throw new ObligationException("a result does not match the tool's output schema");
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return TryCopyObject(value, tokens, schemas);
            case JsonValueKind.Array when tokens[0] == JsonPointerPattern.Any || JsonPointerPattern.TryGetIndex(tokens[0], out _):
                return TryCopyArray(value, tokens, schemas);
            case JsonValueKind.Null:
                _writer.WriteNullValue();
                return Array.Exists(schemas, schema => schema.IsTyped && schema.Types.HasFlag(JsonTypes.Null));
            case JsonValueKind.String when value.ValueEquals(RedactionPointers.Redacted):
                // Another redaction has taken all of it away: they add up, in whatever order.
                _writer.WriteStringValue(RedactionPointers.Redacted);
                return true;
            default:
                throw new ObligationException($"`{_pointer}` leads through a value that is of another shape");
        }
    }

    private bool TryCopyObject(JsonElement value, ReadOnlySpan<string> tokens, ToolSchema[] schemas)
    {
        bool isAny = tokens[0] == JsonPointerPattern.Any;
        bool isFound = isAny;
        bool isComplete = true;
        _writer.WriteStartObject();
        foreach (JsonProperty member in value.EnumerateObject())
        {
            _writer.WritePropertyName(member.Name);
            // A name that stands twice is redacted twice.
            if (isAny || member.NameEquals(tokens[0]))
            {
                isFound = true;
                Spend(schemas);
                isComplete &= TryCopy(member.Value, tokens[1..], SchemaUnion.OfMember(member.Name, schemas).ToArray());
            }
            else
            {
                Copy(member.Value);
            }
        }

        _writer.WriteEndObject();
        return isComplete && (isFound || IsOptional(tokens[0], schemas));
    }

    private bool TryCopyArray(JsonElement value, ReadOnlySpan<string> tokens, ToolSchema[] schemas)
    {
        bool isAny = !JsonPointerPattern.TryGetIndex(tokens[0], out int wanted);
        bool isComplete = isAny || wanted < value.GetArrayLength();
        int index = 0;
        _writer.WriteStartArray();
        foreach (JsonElement element in value.EnumerateArray())
        {
            if (isAny || index == wanted)
            {
                Spend(schemas);
                isComplete &= TryCopy(element, tokens[1..], SchemaUnion.OfElement(index, schemas).ToArray());
            }
            else
            {
                Copy(element);
            }

            index++;
        }

        _writer.WriteEndArray();
        return isComplete;
    }

    /// <summary>Every schema is asked about every part.</summary>
    private void Spend(ToolSchema[] schemas)
    {
        if (!_budget.TrySpend(Math.Max(0, schemas.Length - 1)))
        {
            throw new ObligationException("a result takes too many steps to compare with the tool's output schema");
        }
    }

    private void Copy(JsonElement value) => _writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);

    private static bool IsOptional(string name, ToolSchema[] schemas) =>
        Array.Exists(schemas, schema => schema.Properties is { } table && table.TryFind(name, out _))
        && !Array.Exists(schemas, schema => schema.Required.Contains(name));

    private static ToolSchema[] Compile(JsonPointerPattern pointer, JsonElement? outputSchema) =>
        outputSchema is null ? throw NothingFound(pointer)
            : CompiledSchema.Of(outputSchema).Root?.Conjuncts ?? throw new ObligationException("the tool's output schema cannot be understood");

    private static ObligationException NothingFound(JsonPointerPattern pointer) =>
        new($"`{pointer}` finds nothing in a result, and the output schema does not make it optional");

    private static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        using PooledBuffer buffer = new();
        using Utf8JsonWriter writer = new(buffer, ArgumentWriter.Options);
        write(writer);
        writer.Flush();
        return JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth });
    }
}

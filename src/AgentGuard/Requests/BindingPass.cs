using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>One walk along arguments and schema: it checks, makes Cedar values, and writes what would run where that differs.</summary>
/// <param name="budget">How much work it may be.</param>
/// <param name="writer">Where the arguments are written with defaults and normal forms; null to find out whether they differ.</param>
/// <param name="maxBytes">How much may be written.</param>
internal sealed partial class BindingPass(StepBudget budget, Utf8JsonWriter? writer, int maxBytes)
{
    private const string TooMuchWork = "takes too many steps to compare with the schema";

    // From the inside out, gathered while a failure unwinds.
    private readonly List<string> _path = [];
    private string _failure = "";
    private bool _isSchemaAtFault;

    /// <summary>Whether a default was filled in, or a text is not in its normal form.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Walks.</summary>
    /// <returns>False if the arguments do not fit.</returns>
    public bool TryRead(JsonElement json, ToolSchema schema, ArgumentKinds kinds, [NotNullWhen(true)] out CedarRecord? input)
    {
        bool isRead = TryRead(json, schema.Conjuncts, kinds, 0, out Value value);
        input = isRead ? value.AsRecord : null;
        return isRead;
    }

    /// <summary>Why the arguments do not fit.</summary>
    public BindResult Denial()
    {
        string pointer = JsonPointer.FromInnermost(_path);
        string message = pointer.Length == 0 ? $"the value of the arguments {_failure}" : $"`{pointer}` {_failure}";
        return _isSchemaAtFault
            ? BindResult.InvalidToolSchema($"the default of {message}")
            : BindResult.InvalidArguments(message);
    }

    private bool TryRead(JsonElement value, ToolSchema[] schemas, ArgumentKinds kinds, int depth, out Value cedar)
    {
        cedar = default;
        if (writer is not null && writer.BytesCommitted + writer.BytesPending > maxBytes)
        {
            return Fail("grows too large with the defaults of the schema");
        }

        if (!SchemaAlternatives.TryChoose(value, ref schemas, budget))
        {
            return Fail(budget.IsSpent ? TooMuchWork : "matches none of the schema's alternatives, or more than one where one is asked for");
        }

        if (kinds.Kind != ArgumentKind.None && value.ValueKind is not (JsonValueKind.String or JsonValueKind.Array or JsonValueKind.Null))
        {
            return Fail($"is not text, and so no {NormalForm.NameOf(kinds.Kind)}");
        }

        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        foreach (ToolSchema schema in schemas)
        {
            if (!budget.TrySpend(schema.Cost))
            {
                return Fail(TooMuchWork);
            }

            if (SchemaAssertions.FindViolation(schema, value, text) is { } violation)
            {
                return Fail(violation);
            }
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return TryReadObject(value, schemas, kinds, depth, out cedar);
            case JsonValueKind.Array:
                return TryReadArray(value, schemas, kinds, depth, out cedar);
            case JsonValueKind.String:
                return TryReadText(text!, kinds.Kind, out cedar);
            case JsonValueKind.Number:
                writer?.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
                return TryReadNumber(JsonMarshal.GetRawUtf8Value(value), schemas, out cedar);
            case JsonValueKind.Null:
                writer?.WriteNullValue();
                return true;
            default:
                writer?.WriteBooleanValue(value.GetBoolean());
                cedar = value.GetBoolean();
                return true;
        }
    }

    private bool TryReadText(string text, ArgumentKind kind, out Value cedar)
    {
        cedar = default;
        if (!NormalForm.TryGet(kind, text, out string? normal))
        {
            return Fail($"has no normal form as {NormalForm.NameOf(kind)}");
        }

        IsChanged |= normal != text;
        writer?.WriteStringValue(normal);
        cedar = normal;
        return true;
    }

    private bool TryReadNumber(ReadOnlySpan<byte> literal, ToolSchema[] schemas, out Value cedar)
    {
        bool isInteger = false;
        bool isNumber = false;
        foreach (ToolSchema schema in schemas)
        {
            isInteger |= schema.IsTyped && schema.Types.HasFlag(JsonTypes.Integer);
            isNumber |= schema.IsTyped && schema.Types.HasFlag(JsonTypes.Number);
        }

        if ((isInteger || !isNumber) && JsonNumber.TryGetLong(literal, out long whole))
        {
            cedar = whole;
            return true;
        }

        if (JsonNumber.TryGetDecimal(literal, out CedarDecimal number))
        {
            cedar = number;
            return true;
        }

        cedar = default;
        return Fail("is a number that is neither a 64-bit integer nor exactly a decimal of four places");
    }

    private bool TryReadArray(JsonElement value, ToolSchema[] schemas, ArgumentKinds kinds, int depth, out Value cedar)
    {
        cedar = default;
        if (depth >= JsonText.MaxDepth)
        {
            return Fail($"is nested deeper than {JsonText.MaxDepth} levels");
        }

        writer?.WriteStartArray();
        List<Value> elements = new(value.GetArrayLength());
        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (!budget.TrySpend(schemas.Length - 1))
            {
                return Fail(TooMuchWork);
            }

            if (!TryRead(item, SchemaUnion.OfElement(index, schemas).ToArray(), kinds.Element(index), depth + 1, out Value element))
            {
                return FailIn(index.ToString(CultureInfo.InvariantCulture));
            }

            if (element.Kind != ValueKind.None)
            {
                elements.Add(element);
            }

            index++;
        }

        writer?.WriteEndArray();
        cedar = new CedarSet(elements);
        return true;
    }

    private bool Fail(string failure)
    {
        _failure = failure;
        return false;
    }

    private bool FailIn(string token)
    {
        _path.Add(token);
        return false;
    }
}

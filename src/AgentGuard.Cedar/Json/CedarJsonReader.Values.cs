using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <content>Values, and the escapes in them.</content>
internal ref partial struct CedarJsonReader
{
    public static Value ReadWhole(ReadOnlySpan<byte> json, CedarJsonOptions options)
    {
        CedarJsonReader reader = new(json, options);
        Value value = reader.ReadValue(out _);
        reader.End();
        return value;
    }

    public static CedarRecord ReadContext(ReadOnlySpan<byte> json, CedarJsonOptions options)
    {
        CedarJsonReader reader = new(json, options);
        reader.Expect(JsonTokenType.StartObject, "a context is an object");
        long start = reader._reader.TokenStartIndex;
        Value value = reader.ReadValue(out _);
        reader.End();
        return value.Kind == ValueKind.Record ? value.AsRecord : throw reader.Fault("a context is a record, and this is an escape", start);
    }

    /// <param name="arguments">What stood under <c>args</c> in an object, in order; a set has none.</param>
    private Value ReadValue(out Value[]? arguments)
    {
        arguments = null;
        return _reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.String => Text(),
            JsonTokenType.Number => ReadInteger(),
            JsonTokenType.StartArray => new CedarSet(ReadElements()),
            JsonTokenType.StartObject => ReadObject(out arguments),
            _ => throw Fault("null is not a value; leave the attribute out"),
        };
    }

    private readonly long ReadInteger()
    {
        ReadOnlySpan<byte> digits = _reader.ValueSpan;
        if (digits.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0 || digits.SequenceEqual("-0"u8))
        {
            throw Fault($"{UnicodeText.Quote(Encoding.ASCII.GetString(digits))} is not an integer; a decimal is written as an `__extn`");
        }

        return _reader.TryGetInt64(out long number)
            ? number
            : throw Fault($"{UnicodeText.Quote(Encoding.ASCII.GetString(digits))} is not an integer of 64 bits");
    }

    private Value[] ReadElements()
    {
        Enter();
        List<Value> elements = [];
        for (Advance(); _reader.TokenType != JsonTokenType.EndArray; Advance())
        {
            _path.Add($"{elements.Count}");
            elements.Add(ReadValue(out _));
            Leave();
        }

        return [.. elements];
    }

    private Value ReadObject(out Value[]? arguments)
    {
        long start = _reader.TokenStartIndex;
        CedarRecord record = ReadRecord(out arguments, out Value[]? inner);
        return record.Count == 1 && TryEscape(record.NameAt(0), record.ValueAt(0), inner, start, out Value value) ? value : record;
    }

    /// <param name="arguments">What stood under <c>args</c> in this object.</param>
    /// <param name="inner">What stood under <c>args</c> in the last object in this one.</param>
    private CedarRecord ReadRecord(out Value[]? arguments, out Value[]? inner)
    {
        Enter();
        arguments = null;
        inner = null;
        HashSet<string> seen = [];
        List<KeyValuePair<string, Value>> entries = [];
        while (NextName(seen) is { } name)
        {
            if (name == "args" && _reader.TokenType == JsonTokenType.StartArray)
            {
                // A set has forgotten the order, and what was there twice.
                arguments = ReadElements();
                entries.Add(new(name, new CedarSet(arguments)));
            }
            else
            {
                entries.Add(new(name, ReadValue(out inner)));
            }

            Leave();
        }

        return entries.Count == 0 ? CedarRecord.Empty : new CedarRecord(entries);
    }

    // An object that only resembles an escape is a record, as in Cedar.
    private readonly bool TryEscape(string name, Value content, Value[]? arguments, long start, out Value value)
    {
        value = default;
        switch (name)
        {
            case "__expr" when content.Kind == ValueKind.String:
                throw Fault("`__expr` is no longer part of Cedar; write `__entity` or `__extn`", start);

            case "__entity" when IsCall(content, "type", out string? type, out CedarRecord? entity)
                && entity.TryGetValue("id", out Value id) && id.Kind == ValueKind.String:
                value = Uid(type, id.AsString, start);
                return true;

            case "__extn" when IsCall(content, "fn", out string? function, out CedarRecord? call):
                Value[]? actual = call.TryGetValue("arg", out Value argument) ? [argument] : arguments;
                if (actual is null)
                {
                    return false;
                }

                string? fault = ExtensionCalls.Call(function, actual, out value);
                return fault is null ? true : throw Fault(fault, start);

            default:
                return false;
        }
    }

    private static bool IsCall(Value content, string head, [NotNullWhen(true)] out string? text, [NotNullWhen(true)] out CedarRecord? record)
    {
        record = content.Kind == ValueKind.Record ? content.AsRecord : null;
        text = record is not null && record.TryGetValue(head, out Value value) && value.Kind == ValueKind.String ? value.AsString : null;
        return record is not null && text is not null;
    }

    private readonly EntityUid Uid(string type, string id, long start) => Names.IsTypeName(type)
        ? new EntityUid(type, id)
        : throw Fault($"{UnicodeText.Quote(type)} is not an entity type", start);
}

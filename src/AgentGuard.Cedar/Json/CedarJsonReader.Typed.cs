using System.Text.Json;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <content>
/// Values whose type a schema tells. Only what that type lets be left out is read differently; whether a value is of its type is
/// asked when it is complete.
/// </content>
internal ref partial struct CedarJsonReader
{
    public static CedarRecord ReadContext(ReadOnlySpan<byte> json, CedarSchema schema, ActionDefinition action, CedarJsonOptions options)
    {
        CedarJsonReader reader = new(json, options);
        reader.Expect(JsonTokenType.StartObject, "a context is an object");
        long start = reader._reader.TokenStartIndex;
        CedarRecord context = reader.ReadTypedRecord(action.Context);
        reader.End();
        return RequestConformance.CheckContext(schema, action, context) is { } fault ? throw reader.Fault(fault.Message, start) : context;
    }

    private Value ReadTyped(CedarType type)
    {
        switch (type)
        {
            case EntityReferenceType when _reader.TokenType == JsonTokenType.StartObject:
                return ReadUid();
            case PrimitiveType { IsExtension: true } extension:
                return ReadExtension(extension.Kind);
            case SetType set when _reader.TokenType == JsonTokenType.StartArray:
                return new CedarSet(ReadTypedElements(set.Element));
            case RecordType record when _reader.TokenType == JsonTokenType.StartObject:
                return ReadTypedRecord(record);
            default:
                return ReadValue(out _);
        }
    }

    private List<Value> ReadTypedElements(CedarType element)
    {
        Enter();
        List<Value> elements = [];
        for (Advance(); _reader.TokenType != JsonTokenType.EndArray; Advance())
        {
            _path.Add($"{elements.Count}");
            elements.Add(ReadTyped(element));
            Leave();
        }

        return elements;
    }

    /// <summary>Reads attributes. What is not declared is read too; that it stands there is said of the whole.</summary>
    private CedarRecord ReadTypedRecord(RecordType type)
    {
        Enter();
        HashSet<string> seen = [];
        List<KeyValuePair<string, Value>> entries = [];
        while (NextName(seen) is { } name)
        {
            entries.Add(new(name, type.TryGet(name, out AttributeType attribute) ? ReadTyped(attribute.Type) : ReadValue(out _)));
            Leave();
        }

        return entries.Count == 0 ? CedarRecord.Empty : new CedarRecord(entries);
    }

    /// <summary>A string is what the constructor of the type is called with; a call may stand with or without <c>__extn</c>.</summary>
    private Value ReadExtension(ValueKind kind)
    {
        long start = _reader.TokenStartIndex;
        switch (_reader.TokenType)
        {
            case JsonTokenType.String:
                return Call(ExtensionCalls.ConstructorOf(kind), [Text()], start);
            case JsonTokenType.StartObject when PeekEscape():
                return ReadEscape();
            case JsonTokenType.StartObject when PeekCall() is { } function:
                return ReadCall(function, start);
            default:
                return ReadValue(out _);
        }
    }

    /// <summary>Reads an object in which a call stands under <c>__extn</c>; other names are ignored.</summary>
    private Value ReadEscape()
    {
        Enter();
        Value value = default;
        HashSet<string> seen = [];
        while (NextName(seen) is { } name)
        {
            if (name == "__extn")
            {
                value = PeekCall() is { } function ? ReadCall(function, _reader.TokenStartIndex) : ReadValue(out _);
            }
            else
            {
                Ignore();
            }

            Leave();
        }

        return value;
    }

    /// <summary>Reads a call whose function is known, from the start of its object to the end.</summary>
    private Value ReadCall(string function, long start)
    {
        Enter();
        IReadOnlyList<ValueKind> parameters = ExtensionCalls.ParametersOf(function) ?? throw Fault($"{UnicodeText.Quote(function)} is not an extension function", start);
        List<Value>? arguments = null;
        HashSet<string> seen = [];
        while (NextName(seen) is { } name)
        {
            if (name == "arg")
            {
                arguments = [ReadArgument(parameters, 0)];
            }
            else if (name == "args" && arguments is null && _reader.TokenType == JsonTokenType.StartArray)
            {
                arguments = ReadArguments(parameters);
            }
            else
            {
                Ignore();
            }

            Leave();
        }

        return Call(function, [.. arguments ?? []], start);
    }

    private List<Value> ReadArguments(IReadOnlyList<ValueKind> parameters)
    {
        Enter();
        List<Value> arguments = [];
        for (Advance(); _reader.TokenType != JsonTokenType.EndArray; Advance())
        {
            _path.Add($"{arguments.Count}");
            arguments.Add(ReadArgument(parameters, arguments.Count));
            Leave();
        }

        return arguments;
    }

    private Value ReadArgument(IReadOnlyList<ValueKind> parameters, int index) =>
        index < parameters.Count && parameters[index] != ValueKind.String ? ReadExtension(parameters[index]) : ReadValue(out _);

    private readonly Value Call(string function, Value[] arguments, long start) =>
        ExtensionCalls.Call(function, arguments, out Value value) is { } fault ? throw Fault(fault, start) : value;

    /// <summary>The function of an object with <c>fn</c> and <c>arg</c> or <c>args</c>, which is looked ahead for; null for every other object.</summary>
    private readonly string? PeekCall()
    {
        Utf8JsonReader ahead = _reader;
        string? function = null;
        bool hasArguments = false;
        while (NextProperty(ref ahead) is { } name)
        {
            if (name == "fn" && ahead.TokenType == JsonTokenType.String)
            {
                function = TextOf(ref ahead);
            }

            hasArguments |= name == "arg" || (name == "args" && ahead.TokenType == JsonTokenType.StartArray);
            if (function is not null && hasArguments)
            {
                return function;
            }

            SkipIn(ref ahead);
        }

        return null;
    }

    /// <summary>Whether an object has an <c>__extn</c> that is an object.</summary>
    private readonly bool PeekEscape()
    {
        Utf8JsonReader ahead = _reader;
        while (NextProperty(ref ahead) is { } name)
        {
            if (name == "__extn")
            {
                return ahead.TokenType == JsonTokenType.StartObject;
            }

            SkipIn(ref ahead);
        }

        return false;
    }

    private readonly string? NextProperty(ref Utf8JsonReader ahead)
    {
        try
        {
            ahead.Read();
            if (ahead.TokenType == JsonTokenType.EndObject)
            {
                return null;
            }

            string name = TextOf(ref ahead);
            ahead.Read();
            return name;
        }
        catch (JsonException fault)
        {
            throw Malformed(fault);
        }
    }

    private readonly void SkipIn(ref Utf8JsonReader ahead)
    {
        try
        {
            ahead.Skip();
        }
        catch (JsonException fault)
        {
            throw Malformed(fault);
        }
    }

    private readonly string TextOf(ref Utf8JsonReader ahead)
    {
        try
        {
            return ahead.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            throw Fault("a string holds a lone surrogate or is not UTF-8", ahead.TokenStartIndex, fault);
        }
    }
}

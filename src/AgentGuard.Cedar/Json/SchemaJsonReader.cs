using System.Text;
using System.Text.Json;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <summary>Reads schemas in JSON in one pass, keeping where everything stands. This part: tokens, lists and faults.</summary>
internal ref partial struct SchemaJsonReader
{
    // A level of types is an object, that of its attributes and that of one of them; the namespace and its parts are above.
    private const int DepthPerType = 3;
    private const int DepthAbove = 10;

    private readonly SourceText _source;
    private readonly CedarParserOptions _options;
    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;
    private long _lastByte;
    private int _lastChar;
    private int _nesting;

    private SchemaJsonReader(SourceText source, CedarParserOptions options)
    {
        _source = source;
        _options = options;
        byte[] json = Encoding.UTF8.GetBytes(source.Text);
        _json = json;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = (DepthPerType * options.MaxNesting) + DepthAbove });
    }

    /// <exception cref="SchemaJsonException">The text is no JSON, or not that of a schema.</exception>
    public static SchemaDocument Read(SourceText source, CedarParserOptions options)
    {
        SchemaJsonReader reader = new(source, options);
        reader.Advance();
        List<NamespaceDeclaration> namespaces = reader.ReadNamespaces();
        reader.Advance();
        return new SchemaDocument(source, namespaces);
    }

    private void Advance()
    {
        try
        {
            _reader.Read();
        }
        catch (JsonException fault)
        {
            throw Malformed(fault);
        }
    }

    /// <summary>Moves to the next name of an object and then to its value, or to the object's end and gives null.</summary>
    private string? NextName(HashSet<string> seen, out SourceSpan span)
    {
        Advance();
        span = Here();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        string name = Text();
        if (!seen.Add(name))
        {
            throw Fault(span, $"`{Excerpt.Of(name)}` stands twice in one object");
        }

        Advance();
        return name;
    }

    /// <summary>Moves to the next element of an array, or to its end.</summary>
    private bool NextElement()
    {
        Advance();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    private void Expect(JsonTokenType token, string what)
    {
        if (_reader.TokenType != token)
        {
            throw Fault(Here(), $"expected {what}, found {JsonWords.Of(_reader.TokenType)}");
        }
    }

    private bool ReadBoolean(string what) => _reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType token => throw Fault(Here(), $"expected {what}, found {JsonWords.Of(token)}"),
    };

    private string ReadString(string what)
    {
        Expect(JsonTokenType.String, what);
        return Text();
    }

    /// <summary>A name that refers to a type.</summary>
    private TypeName ReadTypeName(string what)
    {
        SourceSpan span = Here();
        string name = ReadString(what);
        return SchemaWords.IsReference(name)
            ? new TypeName(name, span)
            : throw Fault(span, $"`{Excerpt.Of(name)}` is not the name of a type", "a name is made of letters, digits and underscores; namespaces are joined with `::`");
    }

    /// <summary>A name that is declared.</summary>
    private static void CheckIdentifier(string name, SourceSpan span)
    {
        if (!Names.IsIdentifier(name) || !SchemaWords.IsUsable(name))
        {
            throw Fault(span, $"`{Excerpt.Of(name)}` is not an identifier", "an identifier is made of letters, digits and underscores, and is no reserved word");
        }
    }

    private List<TypeName> ReadTypeNames(string what)
    {
        Expect(JsonTokenType.StartArray, "a list of entity types");
        List<TypeName> names = [];
        while (NextElement())
        {
            names.Add(ReadTypeName(what));
        }

        return names;
    }

    private List<Annotation> ReadAnnotations()
    {
        Expect(JsonTokenType.StartObject, "annotations, an object");
        List<Annotation> annotations = [];
        HashSet<string> seen = [];
        while (NextName(seen, out SourceSpan span) is { } name)
        {
            if (!Names.IsIdentifier(name))
            {
                throw Fault(span, $"`{Excerpt.Of(name)}` is not the name of an annotation", "it is made of letters, digits and underscores");
            }

            annotations.Add(new Annotation(name, _reader.TokenType == JsonTokenType.Null ? "" : ReadString("the value of an annotation, a string"), span));
        }

        return annotations;
    }

    private static SchemaJsonException Unknown(string name, SourceSpan span, ReadOnlySpan<string> known) =>
        Fault(span, $"unknown name `{Excerpt.Of(name)}`", Suggestion.Closest(name, known.ToArray()) is { } meant ? $"did you mean `{meant}`?" : $"the names here are {string.Join(", ", known.ToArray().Select(n => $"`{n}`"))}");

    private static SchemaJsonException Missing(string name, SourceSpan span) => Fault(span, $"`{name}` is missing");

    private static SchemaJsonException Fault(SourceSpan span, string message, string? help = null) => new(span, message, help);

    private readonly string Text()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            throw new SchemaJsonException(SpanAt(_reader.TokenStartIndex, 1), "a string holds a lone surrogate", null, fault);
        }
    }

    /// <summary>Where the current token stands in the text.</summary>
    private SourceSpan Here()
    {
        int quotes = _reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? 2 : 0;
        long start = _reader.TokenStartIndex;
        if (start >= _lastByte)
        {
            _lastChar += Encoding.UTF8.GetCharCount(_json[(int)_lastByte..(int)start]);
            _lastByte = start;
            return new SourceSpan(_lastChar, Encoding.UTF8.GetCharCount(_json.Slice((int)start, _reader.ValueSpan.Length + quotes)));
        }

        return SpanAt(start, _reader.ValueSpan.Length + quotes);
    }

    private readonly SourceSpan SpanAt(long start, int length)
    {
        int from = (int)Math.Min(start, _json.Length);
        int to = Math.Min(from + length, _json.Length);
        return new SourceSpan(Encoding.UTF8.GetCharCount(_json[..from]), Encoding.UTF8.GetCharCount(_json[from..to]));
    }

    private readonly SchemaJsonException Malformed(JsonException fault)
    {
        // The reader itself stands at the last token that was well.
        int line = 0;
        for (long left = fault.LineNumber ?? 0; left > 0; left--)
        {
            line += _json[line..].IndexOf((byte)'\n') + 1;
        }

        string? help = _source.Text.AsSpan().TrimStart().StartsWith("{") ? null : "a schema in Cedar's own syntax is not JSON";
        return new SchemaJsonException(SpanAt(line + (fault.BytePositionInLine ?? 0), 1), $"the JSON is malformed: {JsonWords.Reason(fault)}", help, fault);
    }
}

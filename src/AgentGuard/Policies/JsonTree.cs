using System.Text;
using System.Text.Json;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard;

/// <summary>Reads strict JSON (RFC 8259) into values that know where they stand: no comments, no trailing commas, no member twice.</summary>
internal ref struct JsonTree
{
    private const int MaxDepth = 32;

    private readonly SourceText _source;
    private readonly BundleDiagnostics _diagnostics;
    private readonly ReadOnlySpan<byte> _bytes;
    private Utf8JsonReader _reader;
    private int _byteOffset;
    private int _charOffset;

    private JsonTree(SourceText source, BundleDiagnostics diagnostics, ReadOnlySpan<byte> bytes)
    {
        _source = source;
        _diagnostics = diagnostics;
        _bytes = bytes;
        // The depth is checked here, with a message that says so; the reader itself does not recurse.
        _reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = int.MaxValue });
    }

    /// <summary>Reads a text.</summary>
    /// <returns>Its value; null where it is not JSON, which the diagnostics say.</returns>
    public static JsonItem? Parse(SourceText source, BundleDiagnostics diagnostics)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(source.Text);
        try
        {
            JsonTree tree = new(source, diagnostics, bytes);
            tree._reader.Read();
            JsonItem item = tree.ReadValue(1);
            tree._reader.Read(); // throws where something follows
            return item;
        }
        catch (JsonException exception)
        {
            ReportSyntax(source, diagnostics, bytes, exception);
            return null;
        }
    }

    private JsonItem ReadValue(int depth)
    {
        int start = Offset(_reader.TokenStartIndex);
        JsonTokenType token = _reader.TokenType;
        List<JsonMember> members = [];
        List<JsonItem> items = [];
        string text = "";
        if (token is JsonTokenType.StartObject or JsonTokenType.StartArray && depth > MaxDepth)
        {
            _diagnostics.Error(_source, new SourceSpan(start, 1), $"nested deeper than {MaxDepth} levels");
            _reader.Skip();
        }
        else if (token == JsonTokenType.StartObject)
        {
            ReadMembers(members, depth);
        }
        else if (token == JsonTokenType.StartArray)
        {
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                items.Add(ReadValue(depth + 1));
            }
        }
        else if (token == JsonTokenType.String)
        {
            text = ReadText(start);
        }

        JsonValueKind kind = token switch
        {
            JsonTokenType.StartObject => JsonValueKind.Object,
            JsonTokenType.StartArray => JsonValueKind.Array,
            JsonTokenType.String => JsonValueKind.String,
            JsonTokenType.Number => JsonValueKind.Number,
            JsonTokenType.True => JsonValueKind.True,
            JsonTokenType.False => JsonValueKind.False,
            _ => JsonValueKind.Null,
        };
        return new JsonItem(kind, new SourceSpan(start, Offset(_reader.BytesConsumed) - start), text, members, items);
    }

    private void ReadMembers(List<JsonMember> members, int depth)
    {
        HashSet<string> names = [];
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            int start = Offset(_reader.TokenStartIndex);
            string name = ReadText(start);
            // The reader counts the colon as part of the name.
            SourceSpan span = new(start, Offset(_reader.TokenStartIndex + _reader.ValueSpan.Length + 2) - start);
            _reader.Read();
            JsonItem value = ReadValue(depth + 1);
            if (names.Add(name))
            {
                members.Add(new JsonMember(name, span, value));
            }
            else
            {
                _diagnostics.Error(_source, span, $"{Quoted.Text(name)} stands twice in one object");
            }
        }
    }

    private string ReadText(int start)
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            _diagnostics.Error(_source, new SourceSpan(start, 1), "the text holds a lone surrogate");
            return "";
        }
    }

    /// <summary>From bytes to UTF-16 code units; positions only grow, so each byte is looked at once.</summary>
    private int Offset(long bytes)
    {
        _charOffset += Encoding.UTF8.GetCharCount(_bytes[_byteOffset..(int)bytes]);
        _byteOffset = (int)bytes;
        return _charOffset;
    }

    private static void ReportSyntax(SourceText source, BundleDiagnostics diagnostics, ReadOnlySpan<byte> bytes, JsonException exception)
    {
        int lineStart = 0;
        for (long line = exception.LineNumber ?? 0; line > 0; line--)
        {
            lineStart += bytes[lineStart..].IndexOf((byte)'\n') + 1;
        }

        int place = (int)Math.Min(lineStart + (exception.BytePositionInLine ?? 0), bytes.Length);
        int offset = Encoding.UTF8.GetCharCount(bytes[..place]);
        if (offset >= source.Text.Length)
        {
            diagnostics.Error(source, new SourceSpan(source.Text.Length, 0), "the text ends before the JSON does");
            return;
        }

        string? help = source.Text[offset] switch
        {
            '/' => "JSON has no comments",
            '}' or ']' => "a comma before it is one too many",
            '\'' => "JSON has double quotes only",
            _ => null,
        };
        int length = char.IsSurrogatePair(source.Text, offset) ? 2 : 1;
        diagnostics.Error(source, new SourceSpan(offset, length), $"unexpected {Quoted.Text(source.Text.AsSpan(offset, length))}", help);
    }
}

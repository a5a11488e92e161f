using System.Text.Json;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <summary>Reads Cedar's JSON in one pass, keeping where it is for messages. This part: tokens, texts and faults.</summary>
internal ref partial struct CedarJsonReader
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly int _maximumDepth;
    private readonly List<string> _path = [];
    private readonly HashSet<string> _names = [];
    private readonly PolicyJsonOptions _limits = PolicyJsonOptions.Default;
    private readonly SourceText? _source;
    private Utf8JsonReader _reader;
    private CedarSchema? _schema;

    // The offset up to which characters have been counted, in bytes and in UTF-16 code units.
    private (int Bytes, int Characters) _counted;
    private long _nodes;

    private CedarJsonReader(ReadOnlySpan<byte> json, CedarJsonOptions options)
    {
        ThrowIfTooLong(json.Length, options.MaximumBytes);
        _json = json;
        _maximumDepth = options.MaximumDepth;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = _maximumDepth + 1 });
        Advance();
    }

    public static void ThrowIfTooLong(long length, int maximumBytes)
    {
        if (length > maximumBytes)
        {
            throw CedarJsonException.Of($"the JSON is longer than {maximumBytes} bytes");
        }
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

    // Anything behind the value makes the reader complain.
    private void End() => Advance();

    /// <summary>Passes over a value whatever it is, from its first token to its last.</summary>
    private void Ignore()
    {
        try
        {
            _reader.Skip();
        }
        catch (JsonException fault)
        {
            throw Malformed(fault);
        }
    }

    private readonly void Enter()
    {
        if (_reader.CurrentDepth >= _maximumDepth)
        {
            throw Fault($"the JSON is nested more than {_maximumDepth} deep");
        }
    }

    /// <summary>Moves to the next name of an object and gives it, or to the object's end and gives null.</summary>
    private string? NextName(HashSet<string> seen)
    {
        Advance();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        string name = SharedText();
        if (!seen.Add(name))
        {
            throw Fault($"{UnicodeText.Quote(name)} stands twice in one object");
        }

        Advance();
        _path.Add(name);
        return name;
    }

    private void Leave() => _path.RemoveAt(_path.Count - 1);

    /// <summary>A name or an entity type: few differ, and many are alike.</summary>
    private readonly string SharedText()
    {
        string text = Text();
        if (_names.TryGetValue(text, out string? same))
        {
            return same;
        }

        _names.Add(text);
        return text;
    }

    private readonly string Text()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            throw Fault("a string holds a lone surrogate or is not UTF-8", _reader.TokenStartIndex, fault);
        }
    }

    private readonly CedarJsonException Fault(string fault) => Fault(fault, _reader.TokenStartIndex);

    private readonly CedarJsonException Fault(string fault, long offset, Exception? inner = null) =>
        CedarJsonException.At(_json, offset, string.Concat(_path.Select(Pointer)), fault, inner);

    private readonly CedarJsonException Malformed(JsonException fault)
    {
        // The reader itself stands at the last token that was well.
        int line = 0;
        for (long left = fault.LineNumber ?? 0; left > 0; left--)
        {
            line += _json[line..].IndexOf((byte)'\n') + 1;
        }

        return Fault($"the JSON is malformed: {JsonWords.Reason(fault)}", line + (fault.BytePositionInLine ?? 0), fault);
    }

    // RFC 6901, 3; a long name is cut.
    private static string Pointer(string segment)
    {
        string escaped = segment.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        return $"/{UnicodeText.Shorten(escaped)}";
    }
}

using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace AgentGuard;

/// <summary>Writes .NET values as JSON, by their types alone: no reflection, no converters but those of the caller's options.</summary>
internal sealed partial class ArgumentWriter : IDisposable
{
    /// <summary>As little is escaped as JSON allows: the text is nobody's HTML.</summary>
    public static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly JsonSerializerOptions? _options;
    private readonly Utf8JsonWriter _writer;
    private readonly int _maxBytes;
    private int _depth;

    private ArgumentWriter(JsonSerializerOptions? options, PooledBuffer buffer, int maxBytes)
    {
        _options = options;
        _writer = new Utf8JsonWriter(buffer, Options);
        _maxBytes = maxBytes;
    }

    /// <summary>Writes the arguments as one object.</summary>
    /// <returns>False, with a reason that quotes no value, if one of them cannot be written.</returns>
    public static bool TryWrite(
        IEnumerable<KeyValuePair<string, object?>> arguments,
        JsonSerializerOptions? options,
        PooledBuffer buffer,
        int maxBytes,
        [NotNullWhen(false)] out string? error)
    {
        using ArgumentWriter writer = new(options, buffer, maxBytes);
        try
        {
            writer.WriteObject(arguments);
            writer._writer.Flush();
            error = null;
            return true;
        }
        catch (NotWritableException exception)
        {
            error = exception.Message;
            return false;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Getters, enumerators and converters are the caller's code: whatever they throw, the arguments are not known.
            error = "reading the arguments failed";
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private void WriteValue(object? value)
    {
        CheckSize(_writer.BytesCommitted + _writer.BytesPending);
        switch (value)
        {
            case null:
                _writer.WriteNullValue();
                break;
            case string text:
                _writer.WriteStringValue(Checked(text));
                break;
            case bool boolean:
                _writer.WriteBooleanValue(boolean);
                break;
            case JsonElement element:
                WriteRaw(element);
                break;
            case JsonDocument document:
                WriteRaw(document.RootElement);
                break;
            case JsonObject members:
                WriteObject(members);
                break;
            case JsonValue leaf:
                WriteLeaf(leaf);
                break;
            case Enum:
                WriteEnum(value);
                break;
            default:
                if (!TryWriteNumber(value) && !TryWriteText(value) && !TryWriteMembers(value))
                {
                    WriteOther(value);
                }

                break;
        }
    }

    private bool TryWriteMembers(object value)
    {
        switch (value)
        {
            case IEnumerable<KeyValuePair<string, object?>> members:
                WriteObject(members);
                return true;
            case IEnumerable<KeyValuePair<string, string?>> members:
                WriteObject(members.Select(member => KeyValuePair.Create(member.Key, (object?)member.Value)));
                return true;
            case IEnumerable<KeyValuePair<string, JsonElement>> members:
                WriteObject(members.Select(member => KeyValuePair.Create(member.Key, (object?)member.Value)));
                return true;
            case IDictionary members:
                WriteObject(Members(members));
                return true;
            case IEnumerable items:
                WriteArray(items);
                return true;
            default:
                return false;
        }
    }

    private void WriteObject<T>(IEnumerable<KeyValuePair<string, T>> members)
    {
        Enter();
        _writer.WriteStartObject();
        foreach ((string name, T value) in members)
        {
            _writer.WritePropertyName(Checked(name ?? throw new NotWritableException("a name is null")));
            WriteValue(value);
        }

        _writer.WriteEndObject();
        _depth--;
    }

    private void WriteArray(IEnumerable items)
    {
        Enter();
        _writer.WriteStartArray();
        foreach (object? item in items)
        {
            WriteValue(item);
        }

        _writer.WriteEndArray();
        _depth--;
    }

    private void WriteOther(object value)
    {
        if (_options is null || !_options.TryGetTypeInfo(value.GetType(), out JsonTypeInfo? type))
        {
            throw NoForm();
        }

        JsonSerializer.Serialize(_writer, value, type);
    }

    private void Enter()
    {
        // A list that holds itself has no end; it is refused here.
        if (++_depth > JsonText.MaxDepth)
        {
            throw new NotWritableException($"the arguments are nested deeper than {JsonText.MaxDepth} levels");
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> Members(IDictionary members)
    {
        foreach (DictionaryEntry member in members)
        {
            yield return member.Key is string name
                ? KeyValuePair.Create(name, member.Value)
                : throw new NotWritableException("a name is not text");
        }
    }

    /// <summary>The writer would replace a lone surrogate, and so change what is decided.</summary>
    private string Checked(string text)
    {
        CheckSize(text.Length);
        return WellFormed.Is(text) ? text : throw new NotWritableException("a text holds a lone surrogate");
    }

    private void CheckSize(long bytes)
    {
        if (bytes > _maxBytes)
        {
            throw new NotWritableException($"the arguments have more than {_maxBytes} bytes");
        }
    }

    private static NotWritableException NoForm() => new("a value has no form in JSON without options that say how");

    private sealed class NotWritableException(string message) : Exception(message);
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentGuard;

internal sealed partial class ArgumentWriter
{
    private bool TryWriteNumber(object value)
    {
        switch (value)
        {
            case int number:
                _writer.WriteNumberValue(number);
                return true;
            case long number:
                _writer.WriteNumberValue(number);
                return true;
            case double number when double.IsFinite(number):
                _writer.WriteNumberValue(number);
                return true;
            case float number when float.IsFinite(number):
                _writer.WriteNumberValue(number);
                return true;
            case double or float or Half:
                throw new NotWritableException("a number is not finite, or of a type that JSON has no form for");
            case decimal number:
                _writer.WriteNumberValue(number);
                return true;
            case short or sbyte or byte or ushort or uint:
                _writer.WriteNumberValue(((IConvertible)value).ToInt64(CultureInfo.InvariantCulture));
                return true;
            case ulong number:
                _writer.WriteNumberValue(number);
                return true;
            default:
                return false;
        }
    }

    private bool TryWriteText(object value)
    {
        switch (value)
        {
            case char c:
                _writer.WriteStringValue(Checked(c.ToString()));
                return true;
            case Guid guid:
                _writer.WriteStringValue(guid);
                return true;
            case DateTime time:
                _writer.WriteStringValue(time);
                return true;
            case DateTimeOffset time:
                _writer.WriteStringValue(time);
                return true;
            case DateOnly date:
                _writer.WriteStringValue(date.ToString("O", CultureInfo.InvariantCulture));
                return true;
            case TimeOnly time:
                _writer.WriteStringValue(time.ToString("O", CultureInfo.InvariantCulture));
                return true;
            case TimeSpan span:
                _writer.WriteStringValue(span.ToString("c", CultureInfo.InvariantCulture));
                return true;
            case Uri uri:
                _writer.WriteStringValue(Checked(uri.OriginalString));
                return true;
            case byte[] bytes:
                WriteBytes(bytes);
                return true;
            case ReadOnlyMemory<byte> bytes:
                WriteBytes(bytes.Span);
                return true;
            default:
                return false;
        }
    }

    /// <summary>As it was written, so that its faults are found and not repaired.</summary>
    private void WriteRaw(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Undefined)
        {
            throw new NotWritableException("a JsonElement has no value");
        }

        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(element);
        CheckSize(raw.Length);
        _writer.WriteRawValue(raw, skipInputValidation: true);
    }

    private void WriteLeaf(JsonValue leaf)
    {
        if (leaf.TryGetValue(out object? value) && value is not JsonNode)
        {
            WriteValue(value);
        }
        else if (leaf.TryGetValue(out JsonElement element))
        {
            WriteRaw(element);
        }
        else
        {
            throw NoForm();
        }
    }

    private void WriteEnum(object value)
    {
        if (_options is not null)
        {
            WriteOther(value);
        }
        else
        {
            _writer.WriteStringValue(Checked(value.ToString()!));
        }
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        CheckSize(bytes.Length);
        _writer.WriteBase64StringValue(bytes);
    }
}

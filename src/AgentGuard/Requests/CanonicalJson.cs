using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AgentGuard;

/// <summary>
/// JSON Canonicalization Scheme (RFC 8785): one text for one value, so that it can be hashed.
/// It recurses; what it is given is nested no deeper than <see cref="JsonText.MaxDepth"/> and holds no lone surrogate.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>SHA-256 of the canonical text, in lower-case hex.</summary>
    public static string Digest(JsonElement value)
    {
        using PooledBuffer buffer = new();
        Write(value, buffer);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>Writes the canonical text.</summary>
    public static void Write(JsonElement value, PooledBuffer output)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, output);
                break;
            case JsonValueKind.Array:
                WriteArray(value, output);
                break;
            case JsonValueKind.Number:
                JsonNumber.WriteCanonical(JsonMarshal.GetRawUtf8Value(value), output);
                break;
            case JsonValueKind.String:
                ReadOnlySpan<byte> text = JsonMarshal.GetRawUtf8Value(value);
                WriteString(text[1..^1], value, static element => element.GetString()!, output);
                break;
            default:
                output.Write(JsonMarshal.GetRawUtf8Value(value));
                break;
        }
    }

    private static void WriteArray(JsonElement array, PooledBuffer output)
    {
        byte separator = (byte)'[';
        foreach (JsonElement element in array.EnumerateArray())
        {
            output.Write(separator);
            separator = (byte)',';
            Write(element, output);
        }

        output.Write(separator == '[' ? "[]"u8 : "]"u8);
    }

    private static void WriteObject(JsonElement value, PooledBuffer output)
    {
        int count = value.GetPropertyCount();
        JsonProperty[] members = ArrayPool<JsonProperty>.Shared.Rent(count);
        int i = 0;
        bool isSorted = true;
        foreach (JsonProperty member in value.EnumerateObject())
        {
            members[i] = member;
            isSorted = isSorted && (i == 0 || Compare(members[i - 1], member) <= 0);
            i++;
        }

        if (!isSorted)
        {
            members.AsSpan(0, count).Sort(Compare);
        }

        output.Write((byte)'{');
        for (i = 0; i < count; i++)
        {
            if (i > 0)
            {
                output.Write((byte)',');
            }

            WriteString(JsonMarshal.GetRawUtf8PropertyName(members[i]), members[i], static member => member.Name, output);
            output.Write((byte)':');
            Write(members[i].Value, output);
        }

        output.Write((byte)'}');
        ArrayPool<JsonProperty>.Shared.Return(members, clearArray: true);
    }

    /// <summary>By UTF-16 code units (RFC 8785, section 3.2.3).</summary>
    private static int Compare(JsonProperty left, JsonProperty right)
    {
        ReadOnlySpan<byte> a = JsonMarshal.GetRawUtf8PropertyName(left);
        ReadOnlySpan<byte> b = JsonMarshal.GetRawUtf8PropertyName(right);
        if (a.Contains((byte)'\\') || b.Contains((byte)'\\'))
        {
            return string.CompareOrdinal(left.Name, right.Name);
        }

        int same = a.CommonPrefixLength(b);
        if (same == a.Length || same == b.Length)
        {
            return a.Length.CompareTo(b.Length);
        }

        // The bytes of UTF-8 sort like code units, but for characters beyond the BMP: as surrogates they come before U+E000.
        bool isBeyond = a[same] >= 0xF0;
        return isBeyond != b[same] >= 0xF0 && Math.Min(a[same], b[same]) >= 0xEE
            ? (isBeyond ? -1 : 1)
            : a[same].CompareTo(b[same]);
    }

    private static void WriteString<T>(ReadOnlySpan<byte> raw, T source, Func<T, string> unescape, PooledBuffer output)
    {
        output.Write((byte)'"');
        if (raw.Contains((byte)'\\'))
        {
            WriteEscaped(unescape(source), output);
        }
        else
        {
            output.Write(raw); // without escapes JSON text is canonical
        }

        output.Write((byte)'"');
    }

    private static void WriteEscaped(string text, PooledBuffer output)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"':
                    output.Write("\\\""u8);
                    break;
                case '\\':
                    output.Write("\\\\"u8);
                    break;
                case '\b':
                    output.Write("\\b"u8);
                    break;
                case '\f':
                    output.Write("\\f"u8);
                    break;
                case '\n':
                    output.Write("\\n"u8);
                    break;
                case '\r':
                    output.Write("\\r"u8);
                    break;
                case '\t':
                    output.Write("\\t"u8);
                    break;
                case < ' ':
                    output.Write("\\u00"u8);
                    output.Write((byte)(rune.Value < 0x10 ? '0' : '1'));
                    output.Write("0123456789abcdef"u8[rune.Value & 0xF]);
                    break;
                default:
                    output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));
                    break;
            }
        }
    }
}

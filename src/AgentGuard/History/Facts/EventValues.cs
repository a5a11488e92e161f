using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// The values of a call that facts may name: <c>input.amount</c>, <c>output.status</c>, <c>tool</c>, <c>resource</c>, <c>root</c>, <c>agent</c>
/// and <c>digest</c>, the whole of the arguments. They leave hashed: only what is summed is kept in clear.
/// </summary>
internal sealed class EventValues(ReadOnlyMemory<byte> hashKey)
{
    /// <summary>The whole of the arguments.</summary>
    public const string Digest = "digest";

    private const string Input = "input.";
    private const string Output = "output.";

    /// <summary>The names that stand for something else than an argument or an output.</summary>
    public static IReadOnlyList<string> Plain { get; } = ["agent", Digest, "resource", "root", "tool"];

    public static bool IsInput(string field) => field.StartsWith(Input, StringComparison.Ordinal);

    public static bool IsOutput(string field) => field.StartsWith(Output, StringComparison.Ordinal);

    /// <summary>Whether a field of the guard's own events is no value of JSON.</summary>
    public static bool IsEntity(string field, string kind) => HistoryEventKinds.Own.Contains(kind) && Plain.Contains(field);

    /// <summary>Whether a text can be a name, as Cedar has them.</summary>
    public static bool IsName(string text) => text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>The names on the way to an argument or an output.</summary>
    public static string[] Path(string field) => field.Split('.')[1..];

    /// <summary>Reads a field of a call.</summary>
    /// <param name="field">The field.</param>
    /// <param name="call">The call.</param>
    /// <param name="result">What its tool returned; null where it has not.</param>
    /// <returns>Null where the call has none.</returns>
    public EventField? Read(string field, PreparedCall call, ToolResult? result) => field switch
    {
        "agent" => Hash(call.Scope.Chain.Acting.Principal),
        Digest => Hash('d', Encoding.ASCII.GetBytes(call.Arguments.Digest)),
        "resource" => call.Resources is [{ } one] ? Hash(one) : null,
        "root" => Hash(call.Scope.Chain.Root.Principal),
        "tool" => Hash(call.Tool.Id.Action),
        _ when IsInput(field) => Hash(Find(call.Arguments.Json, Path(field))),
        _ => Hash(FindOutput(result, Path(field))),
    };

    /// <summary>Reads a field of a call under one of the names that temporal conditions have for it, too.</summary>
    public EventField? ReadAny(string field, PreparedCall call, string decisionId, ToolResult? result) => field switch
    {
        "callerPrincipal" => Read("root", call, result),
        "callerResource" => Read("resource", call, result),
        "requestId" => Hash((Value)decisionId),
        "sessionId" => Hash((Value)call.Scope.Session.Id),
        _ => Read(field, call, result),
    };

    /// <summary>A value of the host's.</summary>
    /// <exception cref="ArgumentException">It is no text, number, boolean or entity.</exception>
    public EventField Hash(Value value) => value.Kind switch
    {
        ValueKind.Entity => Hash(value.AsEntity),
        ValueKind.String => Hash(Json(writer => writer.WriteStringValue(value.AsString)))!.Value,
        ValueKind.Long => Hash(Json(writer => writer.WriteNumberValue(value.AsLong)))!.Value,
        ValueKind.Boolean => Hash(Json(writer => writer.WriteBooleanValue(value.AsBoolean)))!.Value,
        _ => throw new ArgumentException("a field of an event is a text, a whole number, a boolean or an entity", nameof(value)),
    };

    private static JsonElement? Json(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            write(writer);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>Reads a path into an object.</summary>
    private static JsonElement? Find(JsonElement value, string[] path)
    {
        foreach (string name in path)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : value;
    }

    /// <summary>What is found in every form that holds it; null where none does, two say different things, or one says it twice.</summary>
    private static JsonElement? FindOutput(ToolResult? result, string[] path)
    {
        JsonElement? found = null;
        foreach (JsonElement form in result is null ? [] : ProtocolResult.Readable(result.Forms))
        {
            JsonElement? document = form.ValueKind == JsonValueKind.String ? JsonText.FindDocument(form) : form;
            if (document is { } holder && Find(holder, path) is { } value)
            {
                ReadOnlySpan<byte> json = JsonMarshal.GetRawUtf8Value(holder);
                if ((JsonText.FindFault(json, JsonText.Rules.Text) ?? JsonText.FindDuplicateName(json)) is not null)
                {
                    return null;
                }

                if (found is { } other && !JsonElement.DeepEquals(other, value))
                {
                    return null;
                }

                found = value;
            }
        }

        return found;
    }

    private EventField? Hash(JsonElement? element)
    {
        // Arguments are held to numbers that are exact; an output that has others is equal to none.
        if (element is not { } value || JsonText.FindFault(JsonMarshal.GetRawUtf8Value(value), JsonText.Rules.TextAndNumbers) is not null)
        {
            return null;
        }

        using PooledBuffer canonical = new();
        try
        {
            CanonicalJson.Write(value, canonical);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
        {
            return null; // an output that no argument could be equal to
        }

        return Hash('j', canonical.WrittenSpan) with
        {
            Number = value.ValueKind == JsonValueKind.Number
                && long.TryParse(value.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null,
        };
    }

    private EventField Hash(EntityUid entity) => Hash('e', Encoding.UTF8.GetBytes(entity.ToString()));

    private EventField Hash(char kind, ReadOnlySpan<byte> content)
    {
        byte[] text = ArrayPool<byte>.Shared.Rent(content.Length + 1);
        text[0] = (byte)kind;
        content.CopyTo(text.AsSpan(1));
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(hashKey.Span, text.AsSpan(0, content.Length + 1), hash);
        ArrayPool<byte>.Shared.Return(text, clearArray: true);
        return new EventField(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash), null);
    }
}

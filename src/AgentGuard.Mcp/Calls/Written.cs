using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>A request's parameters as they came over the wire, where a name may stand twice.</summary>
internal static class Written
{
    private static readonly JsonWriterOptions s_options = new() { SkipValidation = true };

    /// <summary>The arguments of a tool, as text that is parsed strictly.</summary>
    public static ToolArguments Arguments(JsonRpcRequest request)
    {
        try
        {
            return Member(request, "arguments") is { } arguments ? ToolArguments.FromJson(Bytes(arguments.WriteTo)) : ToolArguments.Empty;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return ToolArguments.Invalid("the arguments could not be read as they were written");
        }
    }

    /// <summary>Arguments of an action of the protocol: each a name and how its value is written.</summary>
    public static ToolArguments Of(params ReadOnlySpan<(string Name, Action<Utf8JsonWriter>? Write)> members)
    {
        try
        {
            // A span cannot be captured.
            (string Name, Action<Utf8JsonWriter>? Write)[] all = [.. members];
            return ToolArguments.FromJson(Bytes((writer, _) =>
            {
                writer.WriteStartObject();
                foreach ((string name, Action<Utf8JsonWriter>? write) in all)
                {
                    if (write is not null)
                    {
                        writer.WritePropertyName(name);
                        write(writer);
                    }
                }

                writer.WriteEndObject();
            }));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return ToolArguments.Invalid("the arguments could not be read as they were written");
        }
    }

    /// <summary>Writes a member of the parameters as it was written; null where it is absent or null.</summary>
    public static Action<Utf8JsonWriter>? Raw(JsonRpcRequest request, string name) =>
        Member(request, name) is { } node ? writer => node.WriteTo(writer) : null;

    /// <summary>Writes text; null where there is none.</summary>
    public static Action<Utf8JsonWriter>? Text(string? text) => text is null ? null : writer => writer.WriteStringValue(text);

    /// <summary>Writes an object of values; null where there is none.</summary>
    public static Action<Utf8JsonWriter>? Object<TValue>(IEnumerable<KeyValuePair<string, TValue>>? members, Action<Utf8JsonWriter, TValue> write) => members is null
        ? null
        : writer =>
        {
            writer.WriteStartObject();
            foreach ((string name, TValue value) in members)
            {
                writer.WritePropertyName(name);
                write(writer, value);
            }

            writer.WriteEndObject();
        };

    /// <summary>The request with one member of its parameters replaced, for a body that reads the message itself.</summary>
    public static void Replace(MessageContext context, IEnumerable<KeyValuePair<string, JsonNode?>> members)
    {
        JsonRpcRequest request = (JsonRpcRequest)context.JsonRpcMessage;
        JsonObject changed = [];
        Dictionary<string, JsonNode?> replaced = new(members, StringComparer.Ordinal);
        if (request.Params is JsonObject before)
        {
            foreach ((string name, JsonNode? value) in before)
            {
                if (!replaced.ContainsKey(name))
                {
                    changed[name] = value?.DeepClone();
                }
            }
        }

        foreach ((string name, JsonNode? value) in replaced)
        {
            changed[name] = value;
        }

        context.JsonRpcMessage = new JsonRpcRequest { Id = request.Id, Method = request.Method, Params = changed, Context = request.Context };
    }

    private static JsonNode? Member(JsonRpcRequest request, string name) => (request.Params as JsonObject)?[name];

    private static ReadOnlyMemory<byte> Bytes(Action<Utf8JsonWriter, JsonSerializerOptions?> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, s_options))
        {
            write(writer, null);
        }

        return stream.TryGetBuffer(out ArraySegment<byte> written) ? written.AsMemory() : stream.ToArray();
    }
}

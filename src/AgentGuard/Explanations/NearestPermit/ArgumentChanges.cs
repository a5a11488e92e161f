using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Makes a change in the arguments of a call, as a model would write them.</summary>
internal static class ArgumentChanges
{
    /// <summary>The arguments with changes made; null where one cannot be. What is not changed is copied as it is, for arguments may be long.</summary>
    public static ToolArguments? Make(JsonElement arguments, IReadOnlyList<Change> changes)
    {
        JsonObject changed = [];
        foreach (string name in changes.Select(static change => change.Place.Tokens[0]).Distinct())
        {
            if (arguments.TryGetProperty(name, out JsonElement value))
            {
                changed.Add(name, JsonNode.Parse(value.GetRawText()));
            }
        }

        HashSet<string> replaced = [.. changed.Select(static argument => argument.Key)];
        if (!changes.All(change => TryMake(changed, change)))
        {
            return null;
        }

        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            foreach (JsonProperty argument in arguments.EnumerateObject().Where(argument => !replaced.Contains(argument.Name)))
            {
                argument.WriteTo(writer);
            }

            foreach ((string name, JsonNode? value) in changed)
            {
                writer.WritePropertyName(name);
                if (value is null)
                {
                    writer.WriteNullValue();
                }
                else
                {
                    value.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return ToolArguments.FromJson(buffer.WrittenMemory);
    }

    /// <returns>False where what is above the place is of another shape, or the value is none of JSON's.</returns>
    public static bool TryMake(JsonObject arguments, Change change)
    {
        JsonObject parent = arguments;
        IReadOnlyList<string> tokens = change.Place.Tokens;
        foreach (string token in tokens.SkipLast(1))
        {
            if (parent[token] is null)
            {
                parent[token] = new JsonObject();
            }

            if (parent[token] is not JsonObject inner)
            {
                return false;
            }

            parent = inner;
        }

        string name = tokens[^1];
        switch (change.Kind)
        {
            case ChangeKind.Clear:
                parent.Remove(name);
                return true;
            case ChangeKind.Set when ToJson(change.Value) is { } value:
                parent[name] = value;
                return true;
            case ChangeKind.Add when ToJson(change.Value) is { } value && (parent[name] ?? new JsonArray()) is JsonArray items:
                JsonArray more = (JsonArray)items.DeepClone();
                more.Add(value);
                parent[name] = more;
                return true;
            case ChangeKind.Remove when ToJson(change.Value) is { } value && parent[name] is JsonArray items:
                parent[name] = new JsonArray([.. items.Where(item => !JsonNode.DeepEquals(item, value)).Select(static item => item?.DeepClone())]);
                return true;
            default:
                return false;
        }
    }

    private static JsonNode? ToJson(Value value) => value.Kind switch
    {
        ValueKind.Boolean => JsonValue.Create(value.AsBoolean),
        ValueKind.Long => JsonValue.Create(value.AsLong),
        ValueKind.Decimal => JsonNode.Parse(value.AsDecimal.ToString()),
        ValueKind.String => JsonValue.Create(value.AsString),
        _ => null,
    };
}

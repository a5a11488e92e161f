using System.Text.Json.Nodes;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Makes a change in the arguments of a call, as a model would write them.</summary>
internal static class ArgumentChanges
{
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

using System.Text.Json.Nodes;

namespace AgentGuard.Cedar.Tests.Differential;

/// <summary>Changes JSON so that it stays JSON: members go, come, change their names and their values.</summary>
internal static class MutatedJson
{
    private static readonly string[] s_names =
    [
        "Value", "Var", "Set", "Record", "Slot", "in", "is", "has", "like", "==", "!", "neg", ".", "&&", "if-then-else", "isEmpty", "contains", "ip", "lessThan",
        "op", "entity", "entities", "slot", "entity_type", "__entity", "__extn", "__expr", "type", "id", "fn", "arg", "args", "kind", "body", "left", "right", "attr",
        "pattern", "Literal", "if", "then", "else", "effect", "annotations", "more",
    ];

    private static readonly string?[] s_values =
    [
        null, "true", "12", "-9223372036854775808", "9223372036854775808", "1.5", "[]", "{}", "\"\"", "\"principal\"", "\"?principal\"", "\"All\"", "\"==\"", "\"in\"",
        "\"is\"", "\"when\"", "\"Wildcard\"", "\"A::B\"", "{\"type\":\"User\",\"id\":\"a\"}", "{\"__entity\":{\"type\":\"Action\",\"id\":\"a\"}}", "{\"Value\":1}",
    ];

    public static string Of(string json, Random random)
    {
        JsonNode root = JsonNode.Parse(json)!;
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            List<JsonNode> containers = [.. Containers(root)];
            Change(containers[random.Next(containers.Count)], containers[random.Next(containers.Count)].DeepClone(), random);
        }

        return root.ToJsonString();
    }

    private static void Change(JsonNode container, JsonNode other, Random random)
    {
        JsonNode? value = random.Next(3) == 0 ? other : s_values[random.Next(s_values.Length)] is { } text ? JsonNode.Parse(text) : null;
        string name = s_names[random.Next(s_names.Length)];
        switch (container)
        {
            case JsonArray array when array.Count == 0 || random.Next(2) == 0:
                array.Add(value);
                break;
            case JsonArray array:
                array.RemoveAt(random.Next(array.Count));
                break;
            case JsonObject { Count: 0 } members:
                members[name] = value;
                break;
            case JsonObject members:
                string old = members.ElementAt(random.Next(members.Count)).Key;
                JsonNode? kept = members[old];
                switch (random.Next(4))
                {
                    case 0:
                        members.Remove(old);
                        break;
                    case 1:
                        members[old] = value;
                        break;
                    case 2:
                        members[name] = value;
                        break;
                    default:
                        members.Remove(old);
                        members[name] = kept;
                        break;
                }

                break;
        }
    }

    private static IEnumerable<JsonNode> Containers(JsonNode node)
    {
        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray elements => elements,
            _ => [],
        };
        return children.OfType<JsonNode>().Where(child => child is JsonObject or JsonArray).SelectMany(Containers).Prepend(node);
    }
}

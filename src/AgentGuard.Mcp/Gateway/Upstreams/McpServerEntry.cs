using System.Text;
using System.Text.Json;

namespace AgentGuard.Mcp;

/// <summary>One server of a configuration, whose values may name variables of the environment.</summary>
internal sealed class McpServerEntry
{
    private readonly string _key;
    private readonly JsonElement _entry;
    private readonly Func<string, string?> _variable;

    public McpServerEntry(string key, JsonElement entry, Func<string, string?> variable)
    {
        _key = key;
        _entry = entry;
        _variable = variable;
        if (entry.ValueKind != JsonValueKind.Object)
        {
            throw Fault("is no object");
        }
    }

    /// <summary>A member that is text; null where there is none.</summary>
    public string? Text(string member) => Member(member, JsonValueKind.String, "a text") is { } found ? Expand(found.GetString()!) : null;

    /// <summary>A member that is a list of texts.</summary>
    public IReadOnlyList<string> Texts(string member) =>
        Member(member, JsonValueKind.Array, "a list of texts") is { } found ? [.. found.EnumerateArray().Select(element => Value(element, member))] : [];

    /// <summary>A member that is an object of texts.</summary>
    public IReadOnlyDictionary<string, string> Members(string member)
    {
        Dictionary<string, string> members = new(StringComparer.Ordinal);
        if (Member(member, JsonValueKind.Object, "an object of texts") is { } found)
        {
            foreach (JsonProperty property in found.EnumerateObject())
            {
                members[property.Name] = Value(property.Value, $"{member}.{property.Name}");
            }
        }

        return members;
    }

    /// <summary>What is wrong with it.</summary>
    public McpGatewayException Fault(string fault) => new($"server `{PlainText.Of(_key)}` {fault}");

    private JsonElement? Member(string name, JsonValueKind kind, string wanted) =>
        !_entry.TryGetProperty(name, out JsonElement found) || found.ValueKind == JsonValueKind.Null ? null
        : found.ValueKind == kind ? found
        : throw Fault($"has a `{name}` that is not {wanted}");

    private string Value(JsonElement element, string place) =>
        element.ValueKind == JsonValueKind.String ? Expand(element.GetString()!) : throw Fault($"has a value in `{place}` that is no text");

    private string Expand(string text)
    {
        StringBuilder expanded = new();
        int from = 0;
        while (text.IndexOf("${", from, StringComparison.Ordinal) is >= 0 and int start && text.IndexOf('}', start) is >= 0 and int end)
        {
            string name = text[(start + 2)..end];
            expanded.Append(text, from, start - from).Append(_variable(name) ?? throw Fault($"needs the environment variable `{PlainText.Of(name)}`, which is not set"));
            from = end + 1;
        }

        return expanded.Append(text, from, text.Length - from).ToString();
    }
}

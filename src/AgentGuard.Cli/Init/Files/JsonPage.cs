using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentGuard.Cli.Init;

/// <summary>Writes JSON as a person lays it out: what fits on a line stands on one.</summary>
internal static class JsonPage
{
    private const int Width = 100;

    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions s_indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };

    /// <summary>The text, ended by a line feed.</summary>
    /// <param name="node">The JSON.</param>
    /// <param name="open">How many levels are never put on one line.</param>
    public static string Print(JsonNode node, int open)
    {
        StringBuilder text = new();
        Append(text, node, indent: 0, column: 0, open);
        return Visible(text.Append('\n').ToString());
    }

    /// <summary>Writes what is deep or long, each value on a line of its own.</summary>
    public static string Print(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, s_indented))
        {
            write(writer);
        }

        return Visible(Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length)) + "\n");
    }

    /// <summary>
    /// The text with an escape for each character that cannot be seen, which JSON has in strings alone: what a server wrote must not turn the direction
    /// of what an author reads.
    /// </summary>
    private static string Visible(string json)
    {
        StringBuilder text = new(json.Length);
        foreach (Rune rune in json.EnumerateRunes())
        {
            if (rune.Value == '\n' || !HiddenText.IsHidden(rune))
            {
                text.Append(rune.ToString());
                continue;
            }

            foreach (char unit in rune.ToString())
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node, int indent, int column, int open)
    {
        string flat = Flat(node);
        bool isEmpty = node is JsonObject { Count: 0 } or JsonArray { Count: 0 };
        if (node is not (JsonObject or JsonArray) || isEmpty || (open <= 0 && column + flat.Length <= Width))
        {
            text.Append(flat);
            return;
        }

        string margin = new(' ', indent + 2);
        text.Append(node is JsonObject ? "{\n" : "[\n");
        bool isFirst = true;
        foreach ((string? name, JsonNode? value) in Items(node))
        {
            text.Append(isFirst ? "" : ",\n").Append(margin);
            isFirst = false;
            string label = name is null ? "" : $"{JsonSerializer.Serialize(name, s_compact)}: ";
            Append(text.Append(label), value, indent + 2, margin.Length + label.Length, open - 1);
        }

        text.Append('\n').Append(' ', indent).Append(node is JsonObject ? '}' : ']');
    }

    private static IEnumerable<(string? Name, JsonNode? Value)> Items(JsonNode node) => node is JsonObject members
        ? members.Select(static member => ((string?)member.Key, member.Value))
        : ((JsonArray)node).Select(static item => ((string?)null, item));

    private static string Flat(JsonNode? node) => node switch
    {
        JsonObject { Count: 0 } => "{}",
        JsonObject members => "{ " + string.Join(", ", members.Select(static member => $"{JsonSerializer.Serialize(member.Key, s_compact)}: {Flat(member.Value)}")) + " }",
        JsonArray items => "[" + string.Join(", ", items.Select(Flat)) + "]",
        null => "null",
        _ => node.ToJsonString(s_compact),
    };
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AgentGuard.Tests.Requests;

/// <summary>Random JSON, schemas and damage, all from a seed.</summary>
internal sealed class RandomJson(int seed)
{
    private static readonly string[] s_names = ["a", "b", "A", "to", "path", "x/y", "m~n", "é", "__entity", "__extn", "😂", ""];

    private static readonly string[] s_scalars =
    [
        "null", "true", "false", "0", "1", "-7", "2500", "1.5", "1.0", "1e2", "0.0001", "9007199254740992", "1e300", "0.00001", "\"\"", "\"a\"",
        "\"DE89 3704 0044 0532 0130 00\"", "\"/data//x\"", "\"/data/../etc\"", "\"HTTPS://Example.com\"", "\"alice@EXAMPLE.com\"", "\"\\u00e9\\n😂\"",
    ];

    private static readonly string[] s_damage =
    [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "\\ud800", "\\u0061", "NaN", "1e999", "-0", "9007199254740993", "\0", "null", "\uFEFF", "/**/", "__entity",
    ];

    private static readonly string[] s_bounds = ["\"minimum\":1", "\"maximum\":100", "\"maxLength\":3", "\"minItems\":1", "\"exclusiveMaximum\":2500", "\"enum\":[1,\"a\",null,{\"a\":1}]"];

    private readonly Random _random = new(seed);

    public string Object(int depth = 0) =>
        $"{{{string.Join(',', Names().Select(name => $"{Quote(name)}:{Value(depth + 1)}"))}}}";

    public string Value(int depth = 0) => _random.Next(depth > 3 ? 1 : 4) switch
    {
        0 or 1 => Pick(s_scalars),
        2 => $"[{string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth + 1)))}]",
        _ => Object(depth + 1),
    };

    /// <summary>A schema over the same names, sometimes a broken one.</summary>
    public string Schema(int depth = 0)
    {
        if (depth > 3 || _random.Next(12) == 0)
        {
            return Pick("true", "{}", "false", "{\"$ref\":\"#\"}", "{\"$ref\":\"#/$defs/a\"}", "5", "{\"type\":\"strin\"}");
        }

        List<string> keywords = [];
        if (_random.Next(3) == 0)
        {
            keywords.Add($"\"type\":{Pick("\"object\"", "\"string\"", "\"integer\"", "\"number\"", "[\"array\",\"null\"]", "[\"integer\",\"string\"]")}");
        }

        Maybe(3, () => $"\"properties\":{{{string.Join(',', Names().Select(name => $"{Quote(name)}:{Schema(depth + 1)}"))}}}");
        Maybe(2, () => $"\"additionalProperties\":{Pick("true", "{}", Schema(depth + 1))}");
        Maybe(6, () => $"\"required\":[{Quote(Pick(s_names))}]");
        Maybe(6, () => $"\"items\":{Schema(depth + 1)}");
        Maybe(5, () => $"\"default\":{Value(depth + 2)}");
        Maybe(5, () => Pick(s_bounds));
        Maybe(6, () => $"{Pick("\"anyOf\"", "\"oneOf\"", "\"allOf\"")}:[{Schema(depth + 1)},{Schema(depth + 1)}]");
        Maybe(depth == 0 ? 1 : 50, () => $"\"$defs\":{{\"a\":{Schema(depth + 1)}}}");
        return $"{{{string.Join(',', keywords)}}}";

        void Maybe(int one, Func<string> keyword)
        {
            if (_random.Next(one) == 0)
            {
                keywords.Add(keyword());
            }
        }
    }

    /// <summary>A text with some of its characters replaced, removed, doubled or damaged.</summary>
    public string Damaged(string text)
    {
        StringBuilder builder = new(text);
        for (int i = _random.Next(4); i > 0 && builder.Length > 1; i--)
        {
            int at = _random.Next(builder.Length);
            switch (_random.Next(4))
            {
                case 0:
                    builder.Remove(at, 1);
                    break;
                case 1:
                    builder[at] = (char)_random.Next(0x10000);
                    break;
                case 2:
                    builder.Insert(at, Pick(s_damage));
                    break;
                default:
                    builder.Insert(at, builder.ToString(at, Math.Min(8, builder.Length - at)));
                    break;
            }
        }

        return builder.ToString();
    }

    /// <summary>The same value with its members in another order and its numbers and texts written in another way.</summary>
    public string Respelled(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{ {string.Join(" , ", value.EnumerateObject().OrderBy(_ => _random.Next()).Select(member => $"{Escaped(member.Name)}: {Respelled(member.Value)}"))} }}",
        JsonValueKind.Array => $"[ {string.Join(" ,\n", value.EnumerateArray().Select(Respelled))} ]",
        JsonValueKind.String => Escaped(value.GetString()!),
        _ => value.GetRawText(),
    };

    public ArgumentKind Kind() => (ArgumentKind)_random.Next(5);

    public string Pointer() => string.Concat(Enumerable.Range(0, _random.Next(1, 3)).Select(_ => "/" + Pick("a", "to", "path", "*", "0", "b")));

    private IEnumerable<string> Names() => s_names.Where(_ => _random.Next(4) == 0);

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];

    private static string Quote(string text) => $"\"{text}\"";

    private string Escaped(string text) =>
        Quote(string.Concat(text.Select(c => c is < ' ' or '"' or '\\' || char.IsSurrogate(c) || _random.Next(3) == 0 ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString())));
}

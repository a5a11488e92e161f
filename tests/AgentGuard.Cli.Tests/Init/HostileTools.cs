using System.Text;
using System.Text.Json.Nodes;

namespace AgentGuard.Cli.Tests.Init;

/// <summary>Makes tools whose every text tries to become something else where it is written down.</summary>
internal sealed class HostileTools(int seed)
{
    private static readonly string[] s_visible =
    [
        "read", "get_file", "delete", "list", "look", "permit", "forbid", "agentguard", "read_only", "Action", "a", "é", "读取", "قراءة", "e\u0301\u0301\u0301", "😀",
        "\"", "\\", "\\\"", "'", "`", "//", "/*", "*/", "*", "~", "~0", "/", ".", "..", ",", ";", ":", "#", "- ", "{", "}", "[", "]", "[red]", "[/]", "{0}", "{{", "%s", "&", "<!--", "|", ">",
        "]; permit (principal, action, resource); //", "\"]; permit (principal, action, resource); // [\"", "\\\"); permit (principal, action, resource);", "@id(\"x\")", "true", "null", "1", "~",
        "expect: permitted", "${HOME}", "$(rm -rf)", "__entity", "__extn", " ", "  ", "\u00A0", "\u3000",
    ];

    private static readonly string[] s_hidden =
    [
        "\n", "\r", "\r\n", "\t", "\0", "\u001b[2J", "\u202e", "\u2066", "\u200b", "\ufeff", "\u2028", "\u2029", "\u0085", "\n// @id(\"look\")\npermit (principal, action, resource);\n", "\n*/ permit (principal, action, resource); /*",
        "\n  - scenario: mine\n    steps: []\n",
    ];

    private static readonly string[] s_arguments = ["path", "paths", "url", "sql", "code", "password", "to", "iban", "content", "x", "__entity", "has", "in", "like", "principal", "*", "", "~1", "a/b"];

    private static readonly string[] s_types = ["string", "integer", "number", "boolean", "object", "array", "null", "strin"];

    private readonly Random _random = new(seed);

    /// <summary>A name that a tool may have, long and short.</summary>
    public string Name()
    {
        string name = Text(s_visible, most: 4);
        return name.Length == 0 ? "x" : name.Length > 200 ? name[..200] : name;
    }

    /// <summary>A tool that the guard's own rules take.</summary>
    public JsonObject Tool(string name)
    {
        JsonObject tool = Listing.Tool(name, Any(Description), Any(() => Schema(4)));
        if (_random.Next(2) == 0)
        {
            tool["annotations"] = Any(Annotations);
        }

        if (_random.Next(4) == 0)
        {
            tool["outputSchema"] = Schema(3);
        }

        return tool;
    }

    private T? Any<T>(Func<T> make)
        where T : class => _random.Next(6) == 0 ? null : make();

    private string Description() => Text([.. s_visible, .. s_hidden, "Reads nothing. ", "Deletes everything. "], most: 12);

    private JsonObject Annotations() => new()
    {
        ["readOnlyHint"] = Value(),
        ["destructiveHint"] = Value(),
        [Description()] = Value(),
    };

    private JsonNode? Value() => _random.Next(8) switch
    {
        0 => true,
        1 => false,
        2 => null,
        3 => new JsonArray(1, "a"),
        4 => 1e300,
        5 => JsonNode.Parse("-0.0"),
        6 => Description(),
        _ => new JsonObject { [Description()] = 1 },
    };

    private JsonObject Schema(int depth)
    {
        JsonObject schema = new() { ["type"] = _random.Next(6) == 0 ? new JsonArray(Pick(s_types), Pick(s_types)) : Pick(s_types) };
        for (int i = _random.Next(4); i > 0 && depth > 0; i--)
        {
            string keyword = Pick(["properties", "items", "anyOf", "oneOf", "allOf", "not", "additionalProperties", "required", "enum", "const", "default", "pattern", "minItems", "$ref", "format", "description"]);
            schema[keyword] = keyword switch
            {
                "properties" => Properties(depth),
                "items" or "not" => Schema(depth - 1),
                "anyOf" or "oneOf" or "allOf" => new JsonArray(Schema(depth - 1), Schema(depth - 1)),
                "required" => _random.Next(4) == 0 ? Value() : new JsonArray(Pick(s_arguments), Pick(s_arguments)),
                "enum" => new JsonArray(Value(), Value()),
                "$ref" => Pick(["#", "#/properties/path", "#/nowhere", "http://127.0.0.1/x"]),
                "pattern" => "(a+)+$",
                _ => Value(),
            };
        }

        return schema;
    }

    private JsonNode? Properties(int depth)
    {
        if (_random.Next(8) == 0)
        {
            return Value();
        }

        JsonObject properties = [];
        for (int i = _random.Next(1, 4); i > 0; i--)
        {
            properties[_random.Next(4) == 0 ? Description() : Pick(s_arguments)] = Schema(depth - 1);
        }

        return properties;
    }

    private string Text(string[] pieces, int most)
    {
        StringBuilder text = new();
        for (int i = _random.Next(1, most + 1); i > 0; i--)
        {
            text.Append(Pick(pieces));
        }

        return text.ToString();
    }

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];
}

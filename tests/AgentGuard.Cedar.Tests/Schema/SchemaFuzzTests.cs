using System.Text;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Schema;

namespace AgentGuard.Cedar.Tests.Schema;

/// <summary>Whatever comes in, diagnostics come out, or a schema that can be printed and read again.</summary>
public sealed class SchemaFuzzTests
{
    private static readonly string[] s_tokens =
    [
        "entity", "action", "type", "namespace", "in", "enum", "tags", "appliesTo", "principal", "resource", "context", "attributes", "Set", "<", ">", "A", "B", "User",
        "Long", "String", "__cedar", "__cedar::Bool", "ipaddr", "Action", "true", "if", "\"a\"", "\"\\q\"", "{", "}", "[", "]", "(", ")", ",", ";", ":", "::", "?", "=", "@", "@doc(\"x\")",
        "entity A;", "type B = {", "a?: Long", "principal: [A],", "resource: A", "Set<A>", "//", "\n", "'", "\"", "\0", "é", "😀", "\ud83d", "\u2028",
    ];

    private static readonly string[] s_json =
    [
        "{", "}", "[", "]", ":", ",", "\"\"", "\"A\"", "\"type\"", "\"name\"", "\"element\"", "\"attributes\"", "\"entityTypes\"", "\"actions\"", "\"commonTypes\"", "\"Record\"", "\"Set\"", "\"Long\"",
        "\"Entity\"", "\"required\"", "true", "null", "1", "\"enum\"", "\"memberOfTypes\"", "\"shape\"", "\"appliesTo\"", "\"principalTypes\"", "\"\\ud800\"", "\"\\u0000\"", "{\"\":{\"entityTypes\":{", "},\"actions\":{}}}",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Token_soup_is_answered_with_diagnostics(int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < 5_000; i++)
        {
            Survive(Soup(random, s_tokens), isJson: false);
            Survive(Soup(random, s_json), isJson: true);
        }
    }

    [SkippableTheory]
    [InlineData(3)]
    [InlineData(4)]
    public void A_broken_schema_is_answered_with_diagnostics(int seed)
    {
        (string Text, bool IsJson)[] texts = [.. Corpus.CasesWith("schema").Where(@case => @case.GetProperty("schema").GetString()!.Length < 4_000).Take(300)
            .SelectMany(@case => @case.TryGetProperty("schemaJson", out System.Text.Json.JsonElement json)
                ? new[] { (@case.GetProperty("schema").GetString()!, false), (json.GetString()!, true) }
                : [(@case.GetProperty("schema").GetString()!, false)])];
        Random random = new(seed);
        for (int i = 0; i < 3_000; i++)
        {
            (string original, bool isJson) = texts[random.Next(texts.Length)];
            StringBuilder text = new(original);
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                int at = random.Next(text.Length);
                int length = Math.Min(random.Next(8), text.Length - at);
                _ = random.Next(3) switch
                {
                    0 => text.Remove(at, length),
                    1 => text.Insert(at, isJson ? s_json[random.Next(s_json.Length)] : s_tokens[random.Next(s_tokens.Length)]),
                    _ => text.Insert(at, text.ToString(random.Next(text.Length - length + 1), length)),
                };
            }

            Survive(text.ToString(), isJson);
        }
    }

    private static string Soup(Random random, string[] tokens) =>
        string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => tokens[random.Next(tokens.Length)] + (random.Next(2) == 0 ? " " : "")));

    private static void Survive(string text, bool isJson)
    {
        SourceText source = new(text, "fuzz");
        bool isRead = isJson
            ? CedarSchemaJson.TryParse(source, out CedarSchema? schema, out IReadOnlyList<Diagnostic> diagnostics)
            : CedarSchema.TryParse(source, out schema, out diagnostics);

        Assert.Equal(isRead, diagnostics.All(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning));
        Assert.All(diagnostics, diagnostic =>
        {
            Assert.InRange(diagnostic.Span.Start, 0, text.Length);
            Assert.InRange(diagnostic.Span.End, diagnostic.Span.Start, text.Length);
            Assert.DoesNotContain(diagnostic.Render().Where(c => c != '\n'), char.IsControl);
        });
        if (schema is not null)
        {
            Assert.Equal(SchemaDump.Of(schema), SchemaDump.Of(SchemaText.ReadJson(CedarSchemaJson.Write(schema))));
        }
    }
}

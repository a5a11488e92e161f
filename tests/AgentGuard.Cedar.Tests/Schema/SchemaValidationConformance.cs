using System.Collections.Concurrent;
using System.Text.Json;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Schema;

namespace AgentGuard.Cedar.Tests.Schema;

/// <summary>Every schema of the corpus is read, in both forms alike, and survives being written in either.</summary>
public sealed class SchemaValidationConformance
{
    private const int MaxShown = 10;

    [SkippableFact]
    public void Every_schema_of_the_corpus_is_read_and_says_in_JSON_what_it_says_in_text()
    {
        ConcurrentQueue<string> differences = [];
        int read = 0;
        Parallel.ForEach(Corpus.CasesWith("schema"), @case =>
        {
            Interlocked.Increment(ref read);
            if (Compare(@case) is { } difference)
            {
                differences.Enqueue($"{Corpus.IdOf(@case)}: {difference}");
            }
        });

        Assert.True(differences.IsEmpty, $"{differences.Count} of {read} differ, such as\n{string.Join('\n', differences.Order(StringComparer.Ordinal).Take(MaxShown))}");
        Assert.True(read >= 6_300, $"only {read} schemas were read");
    }

    private static string? Compare(JsonElement @case)
    {
        SourceText text = new(@case.GetProperty("schema").GetString()!, "s.cedarschema");
        if (!CedarSchema.TryParse(text, out CedarSchema? schema, out IReadOnlyList<Diagnostic> diagnostics))
        {
            return $"text: {diagnostics[0].Render()}";
        }

        string expected = SchemaDump.Of(schema);
        if (@case.TryGetProperty("schemaJson", out JsonElement json))
        {
            if (!CedarSchemaJson.TryParse(new SourceText(json.GetString()!, "s.json"), out CedarSchema? same, out diagnostics))
            {
                return $"JSON: {diagnostics[0].Render()}";
            }

            if (SchemaDump.Of(same) != expected)
            {
                return $"JSON differs: {expected}\n{SchemaDump.Of(same)}";
            }

            if (SchemaDump.Of(CedarSchema.Parse(new SourceText(same.Print()))) != expected)
            {
                return "JSON to text differs";
            }
        }

        string written = schema.Print();
        CedarSchema again = CedarSchema.Parse(new SourceText(written));
        string writtenJson = CedarSchemaJson.Write(schema);
        CedarSchema fromJson = CedarSchemaJson.Parse(new SourceText(writtenJson));
        CedarSchema fromJsonText = CedarSchema.Parse(new SourceText(fromJson.Print()));
        return SchemaDump.Of(again) != expected ? "text to text differs"
            : SchemaDump.Of(fromJson) != expected ? "text to JSON differs"
            : SchemaDump.Of(fromJsonText) != expected ? "text to JSON to text differs"
            : again.Print() != written ? "text is not printed as it was printed"
            : CedarSchemaJson.Write(fromJsonText) != writtenJson ? "JSON is not printed as it was printed"
            : null;
    }
}

using System.Text.Json;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Json;

public sealed class EntityJsonConformance
{
    // What these cases are about is a schema: without one, the attribute that is wrong is a record or a string like any other.
    private static readonly HashSet<string> s_needSchema =
    [
        "bad-entity-ref-missing-id",
        "bad-entity-ref-missing-type",
        "bad-entity-ref-non-string-id",
        "bad-entity-ref-non-string-type",
        "bad-extension-parse",
    ];

    private static readonly Dictionary<string, int> s_cases = new() { ["corpus"] = 6_233, ["handwritten"] = 18, ["typed"] = 73 };
    private static readonly Dictionary<string, int> s_parsed = new() { ["entity-parsing"] = 6 };

    [SkippableFact]
    public void Entities_and_contexts_are_read_and_written_back()
    {
        Dictionary<string, int> read = [];
        foreach ((string file, JsonElement @case) in Corpus.CasesByFileWith("requests"))
        {
            EntityStore entities = CedarJson.ParseEntities(@case.GetProperty("entities").GetString()!);
            string written = CedarJson.WriteEntities(entities);
            Assert.Equal(written, CedarJson.WriteEntities(CedarJson.ParseEntities(written)));
            foreach (JsonElement request in @case.GetProperty("requests").EnumerateArray())
            {
                CedarRecord context = CedarJson.ParseContext(request.GetProperty("context").GetRawText());
                Assert.Equal(context, CedarJson.ParseValue(CedarJson.WriteValue(context)));
            }

            read[file] = read.GetValueOrDefault(file) + 1;
        }

        Corpus.AssertCounts(s_cases, read);
    }

    [SkippableFact]
    public void What_cannot_be_read_is_refused()
    {
        Dictionary<string, int> read = [];
        Dictionary<string, bool> expected = [];
        Dictionary<string, bool> found = [];
        foreach ((string file, JsonElement @case) in Corpus.CasesByFileWith("parsing"))
        {
            string id = Corpus.IdOf(@case);
            if (!s_needSchema.Contains(id))
            {
                expected[id] = @case.GetProperty("parsing").GetProperty("allEntities").GetProperty("success").GetBoolean();
                found[id] = IsRead(@case.GetProperty("entities").GetString()!);
                read[file] = read.GetValueOrDefault(file) + 1;
            }
        }

        Assert.Equal(expected, found);
        Corpus.AssertCounts(s_parsed, read);
    }

    private static bool IsRead(string json)
    {
        try
        {
            CedarJson.ParseEntities(json);
            return true;
        }
        catch (CedarJsonException)
        {
            return false;
        }
    }
}

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

    [SkippableTheory]
    [InlineData("corpus", 6_233)]
    [InlineData("handwritten", 18)]
    [InlineData("typed", 73)]
    public void Entities_and_contexts_are_read_and_written_back(string file, int cases)
    {
        int read = 0;
        foreach (JsonElement @case in Corpus.Read(file))
        {
            EntityStore entities = CedarJson.ParseEntities(@case.GetProperty("entities").GetString()!);
            string written = CedarJson.WriteEntities(entities);
            Assert.Equal(written, CedarJson.WriteEntities(CedarJson.ParseEntities(written)));
            foreach (JsonElement request in @case.GetProperty("requests").EnumerateArray())
            {
                CedarRecord context = CedarJson.ParseContext(request.GetProperty("context").GetRawText());
                Assert.Equal(context, CedarJson.ParseValue(CedarJson.WriteValue(context)));
            }

            read++;
        }

        Assert.Equal(cases, read);
    }

    [SkippableFact]
    public void What_cannot_be_read_is_refused()
    {
        Dictionary<string, bool> expected = [];
        Dictionary<string, bool> found = [];
        foreach (JsonElement @case in Corpus.Read("entity-parsing"))
        {
            string id = @case.GetProperty("id").GetString()!;
            if (!s_needSchema.Contains(id))
            {
                expected[id] = @case.GetProperty("parsing").GetProperty("allEntities").GetProperty("success").GetBoolean();
                found[id] = IsRead(@case.GetProperty("entities").GetString()!);
            }
        }

        Assert.Equal(6, expected.Count);
        Assert.Equal(expected, found);
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

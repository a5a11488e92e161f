using System.Collections.Concurrent;
using System.Text.Json;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Tests.Conformance;
using AgentGuard.Cedar.Validation;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Validation;

/// <summary>Every entity and request of the corpus conforms to its schema if and only if Cedar says so.</summary>
public sealed class EntityValidationConformance
{
    private const int MaxShown = 20;

    [SkippableFact]
    public void Every_entity_conforms_or_not_as_Cedar_says()
    {
        ConcurrentQueue<string> differences = [];
        int entities = 0;
        Parallel.ForEach(Corpus.CasesWith("validation"), @case =>
        {
            CedarSchema schema = ValidationCase.Schema(@case);
            JsonElement expected = @case.GetProperty("validation").GetProperty("entityValidation").GetProperty("perEntity");
            foreach ((string key, string json) in Entities(@case))
            {
                if (!expected.TryGetProperty(key, out JsonElement verdict))
                {
                    continue;
                }

                Interlocked.Increment(ref entities);
                bool conforms = !verdict.TryGetProperty("errors", out JsonElement errors) || errors.GetArrayLength() == 0;
                string? fault = FaultOf(json, schema);
                if (conforms != fault is null)
                {
                    differences.Enqueue($"{Corpus.IdOf(@case)} {key}: expected {(conforms ? "none" : errors)}, found {fault ?? "none"}");
                }
            }
        });

        ValidationCase.AssertNone(differences, entities, MaxShown);
        Assert.True(entities >= 25_000, $"only {entities} entities were compared");
    }

    [SkippableFact]
    public void Every_request_conforms_or_not_as_Cedar_says()
    {
        ConcurrentQueue<string> differences = [];
        int requests = 0;
        Parallel.ForEach(Corpus.CasesWith("validation"), @case =>
        {
            CedarValidator validator = new(ValidationCase.Schema(@case));
            JsonElement[] verdicts = [.. @case.GetProperty("validation").GetProperty("requestValidation").EnumerateArray()];
            JsonElement[] asked = [.. @case.GetProperty("requests").EnumerateArray()];
            for (int i = 0; i < asked.Length; i++)
            {
                Interlocked.Increment(ref requests);
                CedarRequest request = Requests.Read(asked[i]);
                ConformanceFault? fault = validator.CheckRequest(request.Principal, request.Action, request.Resource, request.Context);
                bool conforms = verdicts[i].GetProperty("strict").GetBoolean();
                if (conforms != fault is null)
                {
                    differences.Enqueue($"{Corpus.IdOf(@case)} {i}: expected {(conforms ? "none" : verdicts[i].GetProperty("errors"))}, found {fault?.Message ?? "none"}");
                }
            }
        });

        ValidationCase.AssertNone(differences, requests, MaxShown);
        Assert.True(requests >= 49_000, $"only {requests} requests were compared");
    }

    [SkippableFact]
    public void Entities_are_read_by_a_schema_if_and_only_if_Cedar_reads_them()
    {
        List<string> differences = [];
        int cases = 0;
        foreach (JsonElement @case in Corpus.CasesWith("parsing"))
        {
            cases++;
            CedarSchema schema = ValidationCase.Schema(@case);
            string json = @case.GetProperty("entities").GetString()!;
            JsonElement parsing = @case.GetProperty("parsing");
            Compare("all", parsing.GetProperty("allEntities"), AllFaultOf(json, schema));
            JsonElement each = parsing.GetProperty("perEntity");
            if (!each.EnumerateObject().Any())
            {
                continue;
            }

            foreach ((string key, string entity) in Entities(@case))
            {
                Compare(key, each.GetProperty(key), FaultOf(entity, schema));
            }

            void Compare(string what, JsonElement expected, string? fault)
            {
                if (expected.GetProperty("success").GetBoolean() != fault is null)
                {
                    differences.Add($"{Corpus.IdOf(@case)} {what}: expected {expected}, found {fault ?? "none"}");
                }
            }
        }

        ValidationCase.AssertNone(differences, cases, MaxShown);
        Assert.True(cases >= 11, $"only {cases} cases were read");
    }

    private static IEnumerable<(string Key, string Json)> Entities(JsonElement @case)
    {
        using JsonDocument document = JsonDocument.Parse(@case.GetProperty("entities").GetString()!);
        foreach (JsonElement entity in document.RootElement.EnumerateArray())
        {
            JsonElement uid = entity.GetProperty("uid");
            uid = uid.TryGetProperty("__entity", out JsonElement escaped) ? escaped : uid;
            yield return ($"{uid.GetProperty("type").GetString()}::{uid.GetProperty("id").GetString()}", entity.GetRawText());
        }
    }

    /// <summary>What is wrong with an entity on its own.</summary>
    private static string? FaultOf(string json, CedarSchema schema) => AllFaultOf($"[{json}]", schema);

    private static string? AllFaultOf(string json, CedarSchema schema)
    {
        try
        {
            EntityStore store = CedarJson.ParseEntities(json, schema);
            Assert.Empty(new CedarValidator(schema).CheckEntities(store));
            return null;
        }
        catch (CedarJsonException fault)
        {
            return fault.Message;
        }
    }
}

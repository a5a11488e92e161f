using System.Collections.Concurrent;
using System.Text.Json;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Validation;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Conformance;

/// <summary>Asks every request of Cedar's corpus and compares decision, reasons and errors.</summary>
public sealed class AuthorizationConformance
{
    private const int MaxShown = 20;

    // Four handwritten cases write entities in attributes without `__entity`, so that only the schema tells them from records: of their 14
    // requests two have the same answer either way. One of the typed ones is no valid request, which counts as deny.
    private static readonly Dictionary<string, int> s_withoutSchema = new() { ["corpus"] = 49_864, ["handwritten"] = 45 + 2, ["typed"] = 10 };
    private static readonly Dictionary<string, int> s_bySchema = new() { ["handwritten"] = 12, ["typed"] = 1 };

    [SkippableFact]
    public void Every_request_is_answered_as_Cedar_does()
    {
        ConcurrentQueue<string> differences = [];
        ConcurrentDictionary<string, int> withoutSchema = [];
        ConcurrentDictionary<string, int> bySchema = [];
        Parallel.ForEach(Corpus.CasesByFileWith("requests"), found =>
        {
            (string file, JsonElement @case) = found;
            PolicySet policies = new(CedarParser.ParsePolicies(new SourceText(@case.GetProperty("policies").GetString()!)));
            foreach (JsonElement request in @case.GetProperty("requests").EnumerateArray())
            {
                string expected = Answers.Write(request);
                string? answer = Answer(@case, request, policies);
                if (answer == expected)
                {
                    withoutSchema.AddOrUpdate(file, 1, (_, count) => count + 1);
                }
                else if (AnswerBySchema(@case, request, policies) == expected)
                {
                    bySchema.AddOrUpdate(file, 1, (_, count) => count + 1);
                }
                else
                {
                    differences.Enqueue($"{Corpus.IdOf(@case)}, {request.GetProperty("description").GetString()}: expected {expected}, found {answer ?? "JSON that cannot be read"}");
                }
            }
        });

        Assert.True(differences.IsEmpty, $"{differences.Count} differences, such as\n{string.Join('\n', differences.Order(StringComparer.Ordinal).Take(MaxShown))}");
        Corpus.AssertCounts(s_withoutSchema, withoutSchema);
        if (!bySchema.IsEmpty)
        {
            Corpus.AssertCounts(s_bySchema, bySchema);
        }
    }

    /// <summary>The answer without a schema; null where entities or context cannot be read without one.</summary>
    private static string? Answer(JsonElement @case, JsonElement asked, PolicySet policies)
    {
        try
        {
            return Answers.Write(policies.Authorize(Requests.Read(asked), CedarJson.ParseEntities(@case.GetProperty("entities").GetString()!)));
        }
        catch (CedarJsonException)
        {
            return null;
        }
    }

    /// <summary>The answer where entities and context are read by the schema of the case, and a request that does not conform is denied.</summary>
    private static string? AnswerBySchema(JsonElement @case, JsonElement asked, PolicySet policies)
    {
        if (!@case.TryGetProperty("schema", out JsonElement text))
        {
            return null;
        }

        CedarSchema schema = CedarSchema.Parse(new SourceText(text.GetString()!));
        CedarRequest request = Requests.Read(asked);
        try
        {
            CedarRecord context = CedarJson.ParseContext(asked.GetProperty("context").GetRawText(), schema, request.Action);
            EntityStore entities = CedarJson.ParseEntities(@case.GetProperty("entities").GetString()!, schema);
            CedarRequest read = new(request.Principal, request.Action, request.Resource, context);
            return new CedarValidator(schema).CheckRequest(read.Principal, read.Action, read.Resource, context) is null
                ? Answers.Write(policies.Authorize(read, entities))
                : Answers.Write(new AuthorizationResult());
        }
        catch (CedarJsonException)
        {
            return Answers.Write(new AuthorizationResult());
        }
    }
}

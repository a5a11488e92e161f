using System.Collections.Concurrent;
using System.Text.Json;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Conformance;

/// <summary>Asks every request of Cedar's corpus and compares decision, reasons and errors.</summary>
public sealed class AuthorizationConformance
{
    private const int MaxShown = 20;

    private static readonly Dictionary<string, string> s_leftOut = new()
    {
        ["typed"] = "cases about schemas, which decide what requests and entities are valid",
        ["entity-parsing"] = "has no requests",
    };

    // They write entities in attributes without `__entity`, so that only the schema tells them from records.
    private static readonly string[] s_needSchema = ["example_use_cases/4d", "example_use_cases/4e", "example_use_cases/4f", "multi/3"];

    [SkippableFact]
    public void Every_file_of_the_corpus_is_asked_or_left_out_for_a_reason() =>
        Assert.Equal(
            ["corpus", "handwritten"],
            Corpus.Files().Where(file => !s_leftOut.ContainsKey(file)));

    [SkippableTheory]
    [InlineData("corpus", 49_864)]
    [InlineData("handwritten", 45)]
    public void Every_request_is_answered_as_Cedar_does(string file, int requests)
    {
        ConcurrentQueue<string> differences = [];
        int asked = 0;
        Parallel.ForEach(
            Corpus.Read(file).Select(@case => @case.Clone()).Where(@case => !s_needSchema.Contains(IdOf(@case))),
            @case => Interlocked.Add(ref asked, Check(@case, differences)));

        Assert.True(differences.IsEmpty, $"{differences.Count} differences, such as\n{string.Join('\n', differences.Order(StringComparer.Ordinal).Take(MaxShown))}");
        Assert.Equal(requests, asked);
    }

    [SkippableFact]
    public void Every_case_that_is_left_out_is_there() =>
        Assert.Equal(
            s_needSchema,
            Corpus.Read("handwritten").Select(IdOf).Where(s_needSchema.Contains));

    private static int Check(JsonElement @case, ConcurrentQueue<string> differences)
    {
        PolicySet policies = new(CedarParser.ParsePolicies(new SourceText(@case.GetProperty("policies").GetString()!)));
        EntityStore entities = CedarJson.ParseEntities(@case.GetProperty("entities").GetString()!);
        AuthorizationResult result = new();
        int requests = 0;
        foreach (JsonElement request in @case.GetProperty("requests").EnumerateArray())
        {
            policies.Authorize(Requests.Read(request), entities, result);
            string found = Answers.Write(result);
            string expected = Answers.Write(request);
            if (found != expected)
            {
                differences.Enqueue($"{IdOf(@case)}, {request.GetProperty("description").GetString()}: expected {expected}, found {found}");
            }

            requests++;
        }

        return requests;
    }

    private static string IdOf(JsonElement @case) => @case.GetProperty("id").GetString()!;
}

using System.Text.Json;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Conformance;

/// <summary>One of the public workloads: policies, entities, requests, and what Cedar answers.</summary>
internal sealed record BenchData(string Name, PolicySet Policies, EntityStore Entities, CedarRequest[] Requests, string[] Expected)
{
    /// <exception cref="IOException">The workloads are not there.</exception>
    public static IEnumerable<BenchData> LoadAll(string directory)
    {
        EntityStore entities = CedarJson.ParseEntities(File.ReadAllBytes(Path.Combine(directory, "entities.json")));
        foreach (string name in (string[])["exact", "mix", "scan"])
        {
            CedarRequest[] requests = [.. ReadArray(Path.Combine(directory, $"{name}.requests.json")).Select(Conformance.Requests.Read)];
            foreach (int size in (int[])[10, 100, 1000])
            {
                string file = Path.Combine(directory, $"{name}-{size}");
                SourceText text = new(File.ReadAllText($"{file}.cedar"), $"{name}-{size}.cedar");
                string[] expected = [.. ReadArray($"{file}.expected.json").Select(Answers.Write)];
                yield return new BenchData(name, new PolicySet(CedarParser.ParsePolicies(text)), entities, requests, expected);
            }
        }
    }

    private static JsonElement[] ReadArray(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }
}

using System.IO.Compression;
using System.Text.Json;

namespace AgentGuard.Cedar.Tests;

/// <summary>
/// Cedar's public conformance data, one case a line, in the directory named by AGENTGUARD_CEDAR_CORPUS or else beside the repository.
/// Every file there is read, and what a case is for is told by what it holds.
/// </summary>
internal static class Corpus
{
    private const string Ending = ".jsonl.gz";

    /// <summary>The cases of all files that have a property; the test that asks is skipped where there are no files.</summary>
    public static IEnumerable<JsonElement> CasesWith(string property) => CasesByFileWith(property).Select(found => found.Case);

    /// <summary>The same with the names of their files.</summary>
    public static IEnumerable<(string File, JsonElement Case)> CasesByFileWith(string property)
    {
        string[] files = Directory.Exists(SharedData.Corpus) ? Directory.GetFiles(SharedData.Corpus, $"*{Ending}") : [];
        Skip.If(files.Length == 0, "the Cedar corpus is not there; name its directory in AGENTGUARD_CEDAR_CORPUS");
        return files.Order(StringComparer.Ordinal).SelectMany(file => Lines(file)
            .Where(@case => @case.TryGetProperty(property, out _))
            .Select(@case => (Path.GetFileName(file)[..^Ending.Length], @case.Clone())));
    }

    /// <summary>The name of a case.</summary>
    public static string IdOf(JsonElement @case) => @case.GetProperty("id").GetString()!;

    /// <summary>Nothing of the data beside the repository was left out; another directory holds what it holds.</summary>
    public static void AssertCounts(IReadOnlyDictionary<string, int> expected, IReadOnlyDictionary<string, int> found)
    {
        Skip.If(found.Count == 0, "the files of the corpus hold no such case");
        if (SharedData.IsCorpusBeside)
        {
            Assert.Equal(expected.OrderBy(file => file.Key), found.OrderBy(file => file.Key));
        }
    }

    private static IEnumerable<JsonElement> Lines(string file)
    {
        using FileStream packed = File.OpenRead(file);
        using StreamReader lines = new(new GZipStream(packed, CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            yield return document.RootElement;
        }
    }
}

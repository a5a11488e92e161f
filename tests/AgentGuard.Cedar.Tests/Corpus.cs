using System.IO.Compression;
using System.Text.Json;

namespace AgentGuard.Cedar.Tests;

/// <summary>Cedar's public conformance data, one case a line, in the directory named by AGENTGUARD_CEDAR_CORPUS or else beside the repository.</summary>
internal static class Corpus
{
    /// <summary>The cases of a file; the test that asks is skipped where the file is not.</summary>
    public static IEnumerable<JsonElement> Read(string name)
    {
        string file = Path.Combine(SharedData.Corpus, $"{name}.jsonl.gz");
        Skip.IfNot(File.Exists(file), $"{name}.jsonl.gz of the Cedar corpus is not there; name its directory in AGENTGUARD_CEDAR_CORPUS");
        return Lines(file);
    }

    /// <summary>The names of all files; the test that asks is skipped where there are none.</summary>
    public static IReadOnlyList<string> Files()
    {
        string[] files = Directory.Exists(SharedData.Corpus) ? Directory.GetFiles(SharedData.Corpus, "*.jsonl.gz") : [];
        Skip.If(files.Length == 0, "the Cedar corpus is not there; name its directory in AGENTGUARD_CEDAR_CORPUS");
        return [.. files.Select(file => Path.GetFileName(file)[..^".jsonl.gz".Length]).Order(StringComparer.Ordinal)];
    }

    /// <summary>The cases of all files that have a property; the test that asks is skipped where there are no files.</summary>
    public static IEnumerable<JsonElement> CasesWith(string property) =>
        Files().SelectMany(file => Lines(Path.Combine(SharedData.Corpus, $"{file}.jsonl.gz")))
            .Where(@case => @case.TryGetProperty(property, out _))
            .Select(@case => @case.Clone());

    /// <summary>The name of a case.</summary>
    public static string IdOf(JsonElement @case) => @case.GetProperty("id").GetString()!;

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

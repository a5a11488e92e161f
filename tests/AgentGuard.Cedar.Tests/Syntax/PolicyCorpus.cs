using System.IO.Compression;
using System.Text.Json;

namespace AgentGuard.Cedar.Tests.Syntax;

/// <summary>The policy texts of Cedar's public conformance data.</summary>
internal static class PolicyCorpus
{
    private static readonly Lazy<(string Id, string Text)[]> Cases = new(Load);

    /// <summary>Every policy text with the id of its case; skips the test where the data is absent.</summary>
    public static (string Id, string Text)[] Texts()
    {
        Skip.IfNot(Directory.Exists(Folder), $"no conformance data in {Folder}: set AGENTGUARD_CEDAR_CORPUS to its folder");
        return Cases.Value;
    }

    private static string Folder => Environment.GetEnvironmentVariable("AGENTGUARD_CEDAR_CORPUS") ?? Default();

    private static string Default()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AgentGuard.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.Parent?.FullName ?? "..", "shared", "cedar");
    }

    private static (string Id, string Text)[] Load() =>
        [.. Directory.EnumerateFiles(Folder, "*.jsonl.gz").Order(StringComparer.Ordinal).SelectMany(Read)];

    private static IEnumerable<(string Id, string Text)> Read(string file)
    {
        using StreamReader reader = new(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.TryGetProperty("policies", out JsonElement policies))
            {
                yield return (document.RootElement.GetProperty("id").GetString()!, policies.GetString()!);
            }
        }
    }
}

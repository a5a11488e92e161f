namespace AgentGuard.Build.Tests.Layers;

/// <summary>Finds the namespaces that a file of AgentGuard.Cedar uses, in usings and in qualified names.</summary>
internal static class NamespaceUses
{
    public static IEnumerable<string> Violations(string path, string source, IReadOnlyDictionary<string, string[]> below)
    {
        string[] parts = path.Split('/');
        if (parts.Length == 3)
        {
            // A file beside the folders ties them together.
            return [];
        }

        string folder = parts[2];
        if (!below.TryGetValue(folder, out string[]? allowed))
        {
            return [$"{path} is in a folder without a place among the layers"];
        }

        return below.Keys
            .Where(other => other != folder && !allowed.Contains(other) && Code(source).Any(line => Names(line, other)))
            .Select(other => $"{path} uses {other}");
    }

    private static IEnumerable<string> Code(string source) =>
        source.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal));

    /// <summary>A using of the namespace, or its name before a dot and a capital, as in <c>Schema.EntityType</c>.</summary>
    private static bool Names(string line, string name)
    {
        string using_ = $"AgentGuard.Cedar.{name}";
        if (line.Contains($"{using_};", StringComparison.Ordinal) || line.Contains($"{using_}.", StringComparison.Ordinal))
        {
            return true;
        }

        for (int at = line.IndexOf(name + ".", StringComparison.Ordinal); at >= 0; at = line.IndexOf(name + ".", at + 1, StringComparison.Ordinal))
        {
            bool startsName = at == 0 || !(char.IsLetterOrDigit(line[at - 1]) || line[at - 1] is '_' or '.') || line[..at].EndsWith("Cedar.", StringComparison.Ordinal);
            int next = at + name.Length + 1;
            if (startsName && next < line.Length && char.IsUpper(line[next]))
            {
                return true;
            }
        }

        return false;
    }
}

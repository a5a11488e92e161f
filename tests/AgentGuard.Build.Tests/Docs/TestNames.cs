namespace AgentGuard.Build.Tests.Docs;

/// <summary>Names of tests, as pages write them and as classes declare them.</summary>
internal static class TestNames
{
    /// <summary>The names between backticks: a class, a dot and a method whose words are joined by underscores.</summary>
    public static IEnumerable<string> In(string line) =>
        line.Split('`').Where((_, index) => index % 2 == 1).Where(IsTestName);

    /// <summary>The facts and theories of a source file.</summary>
    public static IEnumerable<string> DeclaredIn(string source)
    {
        string type = "";
        bool isTest = false;
        foreach (string line in source.Split('\n').Select(line => line.Trim()))
        {
            if (WordAfter(line, "class ") is { } name && !line.StartsWith("//", StringComparison.Ordinal))
            {
                type = name;
            }

            isTest |= IsTestAttribute(line);
            if (isTest && line.StartsWith("public ", StringComparison.Ordinal) && line.Contains('('))
            {
                isTest = false;
                yield return $"{type}.{line[..line.IndexOf('(')].Split(' ')[^1]}";
            }
        }
    }

    private static bool IsTestName(string text)
    {
        string[] parts = text.Split('.');
        return parts.Length == 2 && parts[1].Contains('_') && parts.All(part => part.Length > 0 && char.IsAsciiLetterUpper(part[0]) && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'));
    }

    private static bool IsTestAttribute(string line) =>
        new[] { "[Fact", "[Theory", "[SkippableFact", "[SkippableTheory" }.Any(attribute => line.StartsWith(attribute, StringComparison.Ordinal));

    private static string? WordAfter(string line, string keyword)
    {
        int at = line.IndexOf(keyword, StringComparison.Ordinal);
        return at < 0 ? null : new string([.. line[(at + keyword.Length)..].TakeWhile(c => char.IsLetterOrDigit(c) || c == '_')]);
    }
}

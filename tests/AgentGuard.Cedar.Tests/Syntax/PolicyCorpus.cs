namespace AgentGuard.Cedar.Tests.Syntax;

/// <summary>The policy texts of Cedar's public conformance data.</summary>
internal static class PolicyCorpus
{
    private static readonly Lazy<(string Id, string Text)[]> Cases = new(() =>
        [.. Corpus.CasesWith("policies").Select(@case => (Corpus.IdOf(@case), @case.GetProperty("policies").GetString()!))]);

    /// <summary>Every policy text with the id of its case; skips the test where the data is absent.</summary>
    public static (string Id, string Text)[] Texts() => Cases.Value;
}

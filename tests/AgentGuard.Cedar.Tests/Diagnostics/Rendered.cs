using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Tests.Diagnostics;

/// <summary>What an author reads.</summary>
internal static class Rendered
{
    /// <summary>All that is said about the text of a policy file.</summary>
    public static string Policy(string text)
    {
        _ = CedarParser.TryParsePolicies(new SourceText(text, "p.cedar"), out _, out IReadOnlyList<Diagnostic> diagnostics);
        return string.Join('\n', diagnostics.Select(diagnostic => diagnostic.Render()));
    }
}

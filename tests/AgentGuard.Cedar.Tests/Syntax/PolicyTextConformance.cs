using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Tests.Syntax;

public sealed class PolicyTextConformance
{
    [SkippableFact]
    public void Every_policy_text_of_the_corpus_is_read()
    {
        string[] failures =
        [
            .. PolicyCorpus.Texts()
                .Where(test => !CedarParser.TryParsePolicies(new SourceText(test.Text), out _, out _))
                .Select(test => test.Id),
        ];

        Assert.Empty(failures);
    }

    [SkippableFact]
    public void What_is_printed_is_read_as_the_same_policies()
    {
        foreach ((string id, string text) in PolicyCorpus.Texts())
        {
            IReadOnlyList<Policy> policies = Parse.Policies(text);
            string printed = CedarPrinter.Print(policies);

            IReadOnlyList<Policy> again = Parse.Policies(printed);

            Assert.True(SyntaxDump.Of(policies) == SyntaxDump.Of(again), $"{id}: {printed}");
            Assert.Equal(printed, CedarPrinter.Print(again));
        }
    }
}

using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Tests.Syntax;

namespace AgentGuard.Cedar.Tests.Json;

public sealed class PolicyJsonConformance
{
    [SkippableFact]
    public void Every_policy_of_the_corpus_survives_the_way_to_JSON_and_back_to_text()
    {
        foreach ((string id, string text) in PolicyCorpus.Texts())
        {
            PolicyStore store = Parse.Store(text);

            PolicyStore read = CedarPolicyJson.ParsePolicyStore(new SourceText(CedarPolicyJson.Write(store)));

            Assert.True(SyntaxDump.Of(store) == SyntaxDump.Of(read), $"{id}: {text}");
            Assert.True(SyntaxDump.Of(store.Policies) == SyntaxDump.Of(Parse.Policies(CedarPrinter.Print(read.Policies))), $"{id}: {text}");
        }
    }
}

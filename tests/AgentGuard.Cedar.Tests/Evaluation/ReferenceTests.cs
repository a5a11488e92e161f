using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;
using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Evaluation;

public sealed class ReferenceTests
{
    [Fact]
    public void What_is_compiled_and_indexed_answers_as_a_plain_walk_over_the_tree_does()
    {
        Gen<string?> differences =
            from policies in AnyPolicy.Sets
            from entities in AnyPolicy.Entities
            from requests in AnyPolicy.Requests.ListOf(5)
            select Difference(policies, entities, requests);

        Prop.ForAll(differences.ToArbitrary(), difference => difference is null)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static string? Difference(Policy[] policies, EntityStore entities, IEnumerable<CedarRequest> requests)
    {
        PolicySet set = new(policies);
        AuthorizationResult result = new();
        foreach (CedarRequest request in requests)
        {
            set.Authorize(request, entities, result);
            string expected = new Reference(request, entities).Authorize(policies);
            string found = Reference.Write(result);
            if (found != expected)
            {
                return $"expected {expected}\nfound    {found}\n{CedarPrinter.Print(policies)}";
            }
        }

        return null;
    }
}

using System.Text.Json;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Tests.Diagnostics;
using AgentGuard.Cedar.Tests.Schema;
using AgentGuard.Cedar.Tests.Syntax;
using AgentGuard.Cedar.Validation;

namespace AgentGuard.Cedar.Tests.Validation;

/// <summary>Whatever is validated, diagnostics come out.</summary>
public sealed class ValidationFuzzTests
{
    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    public void Policies_and_entities_of_one_case_survive_the_schema_of_another(int seed)
    {
        JsonElement[] cases = [.. Corpus.CasesWith("policies").Where(@case => @case.GetProperty("entities").GetString()!.Length < 20_000)];
        Random random = new(seed);
        for (int i = 0; i < 1_000; i++)
        {
            CedarSchema schema = ValidationCase.Schema(cases[random.Next(cases.Length)]);
            JsonElement @case = cases[random.Next(cases.Length)];
            Survive(schema, ValidationCase.Policies(@case), random);
            try
            {
                CedarJson.ParseEntities(@case.GetProperty("entities").GetString()!, schema);
            }
            catch (CedarJsonException fault)
            {
                Assert.NotEqual("", fault.Message);
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Generated_conditions_survive_a_schema(int seed)
    {
        CedarSchema schema = SchemaText.Read(Rendered.Documents);
        Random random = new(seed);
        AnyExpression any = new(random);
        for (int i = 0; i < 2_000; i++)
        {
            string condition = CedarPrinter.Print(any.Next(depth: 5));
            Survive(schema, CedarParser.ParsePolicies(new SourceText($"permit (principal, action, resource) when {{ {condition} }};")), random);
        }
    }

    private static void Survive(CedarSchema schema, IReadOnlyList<Policy> policies, Random random)
    {
        CedarValidator validator = new(schema, new ValidationOptions { MaxLevel = random.Next(3) == 0 ? null : random.Next(3) });
        bool isValid = validator.TryValidate(policies, out IReadOnlyList<Diagnostic> diagnostics);

        Assert.Equal(isValid, diagnostics.All(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning));
        Assert.All(diagnostics, diagnostic =>
        {
            Assert.InRange(diagnostic.Span.End, diagnostic.Span.Start, diagnostic.Source.Text.Length);
            Assert.DoesNotContain(diagnostic.Render().Where(c => c != '\n'), char.IsControl);
        });
    }
}

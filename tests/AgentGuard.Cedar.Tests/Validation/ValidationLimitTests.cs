using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Tests.Diagnostics;
using AgentGuard.Cedar.Tests.Schema;
using AgentGuard.Cedar.Validation;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Validation;

/// <summary>No policy, entity or request takes the stack or more time than it is worth.</summary>
public sealed class ValidationLimitTests
{
    private static readonly CedarSchema s_documents = SchemaText.Read(Rendered.Documents);

    [Fact]
    public void Validation_stops_at_its_steps_and_is_not_valid_then()
    {
        string errors = Verdicts.Errors(s_documents, "principal.age == 1 || principal.age == 2", new ValidationOptions { MaxSteps = 20 });

        Assert.Equal("the validation takes more than 20 steps", errors);
        Assert.Equal("", Verdicts.Errors(s_documents, "principal.age == 1 || principal.age == 2", new ValidationOptions { MaxSteps = 100 }));
    }

    [Fact]
    public void The_steps_are_those_of_all_policies()
    {
        string policies = string.Concat(Enumerable.Repeat("permit (principal, action, resource);", 100));

        Assert.Equal("", Verdicts.Of(s_documents, policies, DiagnosticSeverity.Error, new ValidationOptions { MaxSteps = 2_000 }));
        Assert.NotEqual("", Verdicts.Of(s_documents, policies, DiagnosticSeverity.Error, new ValidationOptions { MaxSteps = 200 }));
    }

    [Fact]
    public void More_kinds_of_requests_than_can_be_counted_end_at_the_steps()
    {
        string types = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"E{i}"));
        CedarSchema schema = SchemaText.Read($"entity {types}; action a appliesTo {{ principal: [{types}], resource: [{types}] }};");

        Assert.StartsWith("the validation takes more than", Verdicts.Errors(schema, "true", new ValidationOptions { MaxSteps = 100_000 }), StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_that_no_parser_made_and_that_is_too_deep_is_not_valid()
    {
        Expression deep = new LiteralExpression(true, default);
        for (int i = 0; i < 100_000; i++)
        {
            deep = new UnaryExpression(UnaryOperator.Not, deep, default);
        }

        Assert.Equal(["an expression nests deeper than 500 levels"], ErrorsOf(deep));
    }

    [Fact]
    public void A_part_that_is_shared_further_down_counts_where_it_is()
    {
        Expression shared = Negated(new LiteralExpression(true, default), 400);

        Assert.Empty(ErrorsOf(new AndExpression(shared, shared, default)));
        Assert.NotEmpty(ErrorsOf(new AndExpression(shared, Negated(shared, 400), default)));
    }

    [Fact]
    public void An_expression_that_shares_its_parts_a_billion_times_ends_at_the_steps()
    {
        Expression doubled = new BinaryExpression(BinaryOperator.Equal, new VariableExpression(Variable.Principal, default), new VariableExpression(Variable.Principal, default), default);
        for (int i = 0; i < 60; i++)
        {
            doubled = new AndExpression(doubled, doubled, default);
        }

        Assert.Equal(["the validation takes more than 100000 steps"], ErrorsOf(doubled, new ValidationOptions { MaxSteps = 100_000 }));
    }

    [Fact]
    public void Many_capabilities_cost_steps_and_no_time()
    {
        // Each half of the tree adds what it knows to what is known before it.
        string Tree(int from, int to) => to - from == 1 ? $"principal has a{from}" : $"({Tree(from, (from + to) / 2)} && {Tree((from + to) / 2, to)})";
        string attributes = string.Join(',', Enumerable.Range(0, 8_192).Select(i => $"a{i}?: Long"));
        CedarSchema schema = SchemaText.Read($"entity User = {{ {attributes} }}; action a appliesTo {{ principal: User, resource: User }};");

        Assert.Equal("", Verdicts.Errors(schema, Tree(0, 8_192)));
        Assert.StartsWith("the validation takes more than", Verdicts.Errors(schema, Tree(0, 8_192), new ValidationOptions { MaxSteps = 100_000 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_unknown_names_are_counted_and_not_all_told()
    {
        string types = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"Type{i}"));
        CedarSchema schema = SchemaText.Read($"entity {types}; action a appliesTo {{ principal: Type1, resource: Type1 }};");
        string names = string.Join(", ", Enumerable.Range(0, 20_000).Select(i => $"Tipe{i}::\"a\""));

        Assert.Equal(100, Verdicts.Errors(schema, $"principal in [{names}]").Split('\n').Length);
    }

    [Fact]
    public void A_value_that_shares_its_parts_a_billion_times_is_refused()
    {
        CedarSchema schema = SchemaText.Read($"{string.Concat(Enumerable.Range(1, 60).Select(i => $"type T{i} = {{ a: T{i - 1}, b: T{i - 1} }};"))} type T0 = Long; entity User = {{ t: T60 }};");
        Value value = 1;
        for (int i = 0; i < 60; i++)
        {
            value = new CedarRecord([new("a", value), new("b", value)]);
        }

        Assert.Equal("more than 16777216 values are to be compared with the schema", new CedarValidator(schema).CheckEntity(new Entity(new EntityUid("User", "a"), new([new("t", value)])))?.Message);
    }

    private static Expression Negated(Expression expression, int times)
    {
        for (int i = 0; i < times; i++)
        {
            expression = new UnaryExpression(UnaryOperator.Not, expression, default);
        }

        return expression;
    }

    private static string[] ErrorsOf(Expression condition, ValidationOptions? options = null)
    {
        Policy policy = CedarParser.ParsePolicies(new SourceText("permit (principal, action == Action::\"read\", resource);"))[0] with { Conditions = [new Condition(false, condition, default)] };
        new CedarValidator(s_documents, options).TryValidate(policy, out IReadOnlyList<Diagnostic> diagnostics);
        return [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Message)];
    }
}

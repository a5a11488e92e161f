using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Tests.Schema;
using AgentGuard.Cedar.Validation;

namespace AgentGuard.Cedar.Tests.Validation;

/// <summary>What nests as deep as the limits allow is read and validated on a thread with half a megabyte of stack, and ends on one with less.</summary>
public sealed class StackTests
{
    private const int DepthLimit = 500;
    private static readonly SourceText s_policy = new("permit (principal, action, resource);");

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    public void A_schema_that_nests_deep(int kilobytes) => On(kilobytes, () =>
    {
        string sets = string.Concat(Enumerable.Repeat("Set<", 200)) + "Long" + new string('>', 200);
        string records = string.Concat(Enumerable.Repeat("{a:", 200)) + "Long" + new string('}', 200);
        string chain = string.Concat(Enumerable.Range(0, 250).Select(i => $"type T{i} = {{ a: T{i + 1} }};")) + "type T250 = Long;";
        if (CedarSchema.TryParse(new SourceText($"type A = {sets}; entity U = {records}; {chain}"), out CedarSchema? schema, out _))
        {
            _ = CedarSchemaJson.TryParse(new SourceText(CedarSchemaJson.Write(schema)), out _, out _);
        }

        Assert.True(schema is not null || kilobytes < 512);
    });

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    public void Conditions_that_nest_deep(int kilobytes) => On(kilobytes, () =>
    {
        string left = string.Concat(Enumerable.Range(0, 250).Select(i => $"type L{i} = {{ a: L{i + 1} }};")) + "type L250 = Bool;";
        string right = string.Concat(Enumerable.Range(0, 250).Select(i => $"type R{i} = {{ a: R{i + 1} }};")) + "type R250 = Long;";
        CedarValidator validator = new(SchemaText.Read($"{left} {right} entity U = {{ l: L0, r: R0, u: U }}; action x appliesTo {{ principal: U, resource: U }};"), new ValidationOptions { MaxLevel = 1 });
        Expression principal = new VariableExpression(Variable.Principal, default);
        Expression self = new BinaryExpression(BinaryOperator.Equal, principal, principal, default);
        Expression yes = new LiteralExpression(true, default);

        Validate(Grow(self, 490, inner => new AndExpression(inner, yes, default)));
        Validate(Grow(self, 490, inner => new OrExpression(inner, self, default)));
        Validate(Grow(self, 490, inner => new AndExpression(yes, inner, default)));
        Validate(Grow(self, 490, inner => new UnaryExpression(UnaryOperator.Not, inner, default)));
        Validate(new BinaryExpression(BinaryOperator.Equal, Grow(principal, 490, inner => new GetAttributeExpression(inner, "u", default)), principal, default));
        Validate(new BinaryExpression(
            BinaryOperator.Equal,
            Grow(new GetAttributeExpression(principal, "l", default), 480, inner => new SetExpression([inner], default)),
            Grow(new GetAttributeExpression(principal, "r", default), 480, inner => new SetExpression([inner], default)),
            default));

        void Validate(Expression condition) =>
            _ = validator.TryValidate(CedarParser.ParsePolicies(s_policy)[0] with { Conditions = [new Condition(false, condition, default)] }, out IReadOnlyList<Diagnostic> _);
    });

    [Fact]
    public void A_chain_takes_no_stack_and_is_valid()
    {
        string chain = string.Join(" && ", Enumerable.Repeat("principal == principal", DepthLimit - 2));

        Assert.Equal("", Verdicts.Errors(SchemaText.Read("entity U; action x appliesTo { principal: U, resource: U };"), chain));
    }

    private static Expression Grow(Expression expression, int times, Func<Expression, Expression> grow)
    {
        for (int i = 0; i < times; i++)
        {
            expression = grow(expression);
        }

        return expression;
    }

    /// <summary>Runs on a thread with a small stack; running out of it would end the process.</summary>
    private static void On(int kilobytes, Action action)
    {
        Exception? failure = null;
        Thread thread = new(
            () =>
            {
                try
                {
                    action();
                }
#pragma warning disable CA1031 // It is thrown where the test runs.
                catch (Exception fault)
#pragma warning restore CA1031
                {
                    failure = fault;
                }
            },
            kilobytes * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}

using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Evaluation;

public sealed class LimitTests
{
    [Theory]
    [InlineData("context.path like \"*x*\"", 24)]
    [InlineData("context.path == \"/data/plans/plan.txt\"", 25)]
    [InlineData("[\"/data/plans/plan.txt\"].contains(context.path)", 26)]
    [InlineData("context.numbers.containsAll([1, 2, 3, 4])", 13)]
    [InlineData("principal in [principal, action, resource]", 10)]
    [InlineData("context.numbers == [1, 2, 3]", 11)]
    [InlineData("decimal(context.path) == context.price", 27)]
    public void Operations_cost_their_nodes_and_what_they_look_at(string condition, int steps)
    {
        Assert.Equal("step limit reached", World.Condition(condition, new PolicySetOptions { MaxStepsPerPolicy = steps - 1 }));
        Assert.NotEqual("step limit reached", World.Condition(condition, new PolicySetOptions { MaxStepsPerPolicy = steps }));
    }

    [Fact]
    public void Policies_beyond_the_steps_of_a_request_fail_and_are_told()
    {
        PolicySet set = World.Policies(
            string.Concat(Enumerable.Repeat("forbid (principal, action, resource) when { context.text like \"*b*\" };", 4)),
            new PolicySetOptions { MaxStepsPerRequest = 2_500 });
        CedarRequest request = new(World.Alice, World.Edit, World.Document, new([new("text", new string('a', 1_000))]));

        AuthorizationResult result = set.Authorize(request, World.Entities);

        Assert.Equal("policy2 policy3", World.Ids(result.Errors));
        Assert.All(result.Errors.ToArray(), error => Assert.Equal(EvaluationErrorKind.StepLimit, error.Error.Kind));
    }

    [Fact]
    public void A_value_that_shares_its_parts_a_billion_times_costs_steps_and_no_time()
    {
        Value left = 1;
        Value right = 1;
        for (int i = 0; i < 60; i++)
        {
            left = new CedarRecord([new("a", left), new("b", left)]);
            right = new CedarRecord([new("a", right), new("b", right)]);
        }

        CedarRequest request = new(World.Alice, World.Edit, World.Document, new([new("left", left), new("right", right)]));
        PolicySet set = World.Policies("permit (principal, action, resource) when { context.left == context.right }; permit (principal, action, resource) when { [context.left].contains(1) };");

        Assert.Equal("policy0 policy1", World.Ids(set.Authorize(request, World.Entities).Errors));
    }

    [Fact]
    public void A_value_that_would_be_too_deep_is_an_error()
    {
        Value deep = 1;
        for (int i = 0; i < Value.MaximumDepth - 1; i++)
        {
            deep = new CedarSet([deep]);
        }

        CedarRequest request = new(World.Alice, World.Edit, World.Document, new([new("deep", deep)]));
        PolicySet set = World.Policies("permit (principal, action, resource) when { [context.deep] == 1 }; permit (principal, action, resource) when { [{a: context.deep}] == 1 || true };");

        EvaluationError error = Assert.Single(set.Authorize(request, World.Entities).Errors.ToArray()).Error;
        Assert.Equal(EvaluationErrorKind.RecursionLimit, error.Kind);
        Assert.Equal("recursion limit reached", error.Message);
    }

    [Fact]
    public void The_deepest_expression_that_is_taken_is_evaluated_on_a_small_stack()
    {
        PolicySet set = new([Holding(Negations(Compiler.MaxDepth - 1))]);
        string? outcome = null;
        Thread thread = new(() => outcome = World.Ids(set.Authorize(World.Request, World.Entities).Permits), maxStackSize: 512 * 1024);

        thread.Start();
        thread.Join();

        Assert.Equal("p", outcome);
    }

    [Fact]
    public void A_tree_that_is_deeper_is_refused()
    {
        PolicySetException refused = Assert.Throws<PolicySetException>(() => new PolicySet([Holding(Negations(100_000))]));

        Assert.Equal("policy `p`: an expression nests deeper than 500 levels", refused.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_chain_nests_one_level_an_operator(bool ofAnd)
    {
        PolicySet set = new([Holding(Chain(Compiler.MaxDepth - 1, ofAnd))]);

        Assert.Equal("p", World.Ids(set.Authorize(World.Request, World.Entities).Permits));
        Assert.Equal(ofAnd ? Compiler.MaxDepth : 1, set.Explain(World.Request, World.Entities, set[0]).Count);
        Assert.Throws<PolicySetException>(() => new PolicySet([Holding(Chain(Compiler.MaxDepth, ofAnd))]));
        Assert.Throws<PolicySetException>(() => new PolicySet([Holding(Chain(100_000, ofAnd))]));
    }

    [Fact]
    public void A_tree_that_shares_its_parts_a_billion_times_is_refused()
    {
        Expression shared = new LiteralExpression(true, default);
        for (int i = 0; i < 30; i++)
        {
            shared = new SetExpression([shared, shared], default);
        }

        PolicySetException refused = Assert.Throws<PolicySetException>(() => new PolicySet([Holding(shared)]));

        Assert.Equal("policy `p`: the conditions have more than 1048576 nodes", refused.Message);
    }

    [Fact]
    public void Two_policies_with_one_id_are_refused() =>
        Assert.Equal(
            "two policies have the id `p`",
            Assert.Throws<PolicySetException>(() => new PolicySet([Holding(Negations(0)), Holding(Negations(0))])).Message);

    [Fact]
    public void A_tree_that_cannot_be_written_is_refused()
    {
        Policy policy = Holding(Negations(0));
        EntityUid[] two = [World.Alice, World.Document];

        Assert.All(
            [
                policy with { Principal = new Scope(ScopeConstraint.Equal, null, [], default) },
                policy with { Principal = new Scope(ScopeConstraint.InAny, null, two, default) },
                policy with { Principal = new Scope(ScopeConstraint.EqualSlot, null, [], default) },
                policy with { Resource = new Scope(ScopeConstraint.Is, null, [], default) },
                policy with { Resource = new Scope(ScopeConstraint.In, null, two, default) },
                policy with { Action = new Scope(ScopeConstraint.Is, "Action", [], default) },
                policy with { Action = new Scope(ScopeConstraint.Any, null, two, default) },
                Holding(new LiteralExpression(default, default)),
                Holding(new LikeExpression(new LiteralExpression("a", default), new Pattern([]), default)),
                Holding(new RecordExpression([new("a", policy.Conditions[0].Body), new("a", policy.Conditions[0].Body)], default)),
            ],
            refused => Assert.Throws<PolicySetException>(() => new PolicySet([refused])));
    }

    private static Expression Chain(int operators, bool ofAnd)
    {
        LiteralExpression part = new(true, default);
        Expression chain = part;
        for (int i = 0; i < operators; i++)
        {
            chain = ofAnd ? new AndExpression(chain, part, default) : new OrExpression(chain, part, default);
        }

        return chain;
    }

    private static Expression Negations(int count)
    {
        Expression expression = new BinaryExpression(BinaryOperator.Equal, new VariableExpression(Variable.Principal, default), new VariableExpression(Variable.Principal, default), default);
        for (int i = 0; i < count - 1; i++)
        {
            expression = new UnaryExpression(UnaryOperator.Not, expression, default);
        }

        return expression;
    }

    private static Policy Holding(Expression body) =>
        World.Parse("permit (principal, action, resource);")[0] with { Id = "p", Conditions = [new Condition(false, body, default)] };
}

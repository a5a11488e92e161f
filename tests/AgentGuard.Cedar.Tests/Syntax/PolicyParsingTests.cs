using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Tests.Syntax;

public sealed class PolicyParsingTests
{
    [Theory]
    [InlineData("principal, action, resource", "[Any] [Any] [Any]")]
    [InlineData("principal, action, resource,", "[Any] [Any] [Any]")]
    [InlineData("principal == User::\"a\", action == Action::\"b\", resource == File::\"c\"", "[Equal User::\"a\"] [Equal Action::\"b\"] [Equal File::\"c\"]")]
    [InlineData("principal in G::\"a\", action in NS::Action::\"b\", resource in (F::\"c\")", "[In G::\"a\"] [In NS::Action::\"b\"] [In F::\"c\"]")]
    [InlineData("principal is User, action in [], resource is NS::File", "[Is User] [InAny] [Is NS::File]")]
    [InlineData("principal is User in G::\"a\", action in [Action::\"b\", (Action::\"c\"),], resource is F in D::\"d\"", "[IsIn User G::\"a\"] [InAny Action::\"b\" Action::\"c\"] [IsIn F D::\"d\"]")]
    public void The_scope_constrains_each_variable(string scope, string expected) => Assert.Equal($"Permit {expected}", Parse.Policy($"permit ({scope});"));

    [Theory]
    [InlineData("principal, action")]
    [InlineData("")]
    [InlineData("principal, action, resource, context")]
    [InlineData("resource, action, principal")]
    [InlineData("principal, action, resource,,")]
    [InlineData("principal: User, action, resource")]
    [InlineData("principal = User::\"a\", action, resource")]
    [InlineData("principal != User::\"a\", action, resource")]
    [InlineData("principal is User == User::\"a\", action, resource")]
    [InlineData("principal in User::\"a\" is User, action, resource")]
    [InlineData("principal in [User::\"a\"], action, resource")]
    [InlineData("principal == User, action, resource")]
    [InlineData("principal == \"a\", action, resource")]
    [InlineData("principal == ?principal, action, resource")]
    [InlineData("principal is \"User\", action, resource")]
    [InlineData("principal, action == [Action::\"a\"], resource")]
    [InlineData("principal, action in [[Action::\"a\"]], resource")]
    [InlineData("principal, action == User::\"a\", resource")]
    [InlineData("principal, action in [Action::\"a\", User::\"a\"], resource")]
    [InlineData("principal, action is Action, resource")]
    [InlineData("principal, action, resource.owner == User::\"a\"")]
    [InlineData("principal has a, action, resource")]
    public void A_scope_that_Cedar_refuses_is_refused(string scope) => Assert.NotEmpty(Parse.PolicyErrors($"permit ({scope});"));

    [Fact]
    public void Conditions_and_annotations_keep_their_order() =>
        Assert.Equal(
            """
            @id "x"
            @flag ""
            @in "reserved words are names too"
            @__cedar "\"
            Forbid [Any] [Any] [Any]
            when true
            unless (has Context "a")
            when false
            """,
            Parse.Policy("""
                @id("x") @flag @ in ( "reserved words are names too" ) @__cedar("\\")
                forbid (principal, action, resource) when { true } unless { context has a } when { false };
                """));

    [Theory]
    [InlineData("@id(\"a\") @id(\"b\") permit (principal, action, resource);")]
    [InlineData("@id(\"a\" \"b\") permit (principal, action, resource);")]
    [InlineData("@id() permit (principal, action, resource);")]
    [InlineData("@id(a) permit (principal, action, resource);")]
    [InlineData("@\"id\" permit (principal, action, resource);")]
    [InlineData("@id(\"\\q\") permit (principal, action, resource);")]
    [InlineData("@id(\"a\")")]
    [InlineData("allow (principal, action, resource);")]
    [InlineData("permit;")]
    [InlineData("permit (principal, action, resource)")]
    [InlineData("permit (principal, action, resource) when {};")]
    [InlineData("permit (principal, action, resource) where { true };")]
    [InlineData("permit (principal, action, resource) when true;")]
    [InlineData("permit (principal, action, resource) when { true; };")]
    [InlineData("permit (principal, action, resource);;")]
    [InlineData("permit (principal, action, resource) when { ?resource };")]
    public void A_policy_that_Cedar_refuses_is_refused(string text) => Assert.NotEmpty(Parse.PolicyErrors(text));

    [Theory]
    [InlineData("")]
    [InlineData(" // nothing\n")]
    public void A_text_may_hold_no_policy(string text) => Assert.Empty(Parse.Policies(text));

    [Fact]
    public void Policies_are_numbered_and_know_where_they_stand()
    {
        SourceText source = new("permit(principal,action,resource);\n@a forbid(principal,action,resource);\n", "two.cedar");

        IReadOnlyList<Policy> policies = CedarParser.ParsePolicies(source);

        Assert.Equal(["policy0", "policy1"], policies.Select(policy => policy.Id));
        Assert.Equal(["permit(principal,action,resource);", "@a forbid(principal,action,resource);"], policies.Select(policy => source.Text.Substring(policy.Span.Start, policy.Span.Length)));
        Assert.All(policies, policy => Assert.Same(source, policy.Source));
        Assert.Equal((2, 1), source.GetPosition(policies[1].Span.Start));
    }

    [Fact]
    public void Nodes_know_where_they_stand()
    {
        const string text = "permit(principal,action,resource) when { 1 + principal.age < -3 };";

        BinaryExpression less = Assert.IsType<BinaryExpression>(Parse.Policies(text)[0].Conditions[0].Body);
        BinaryExpression sum = Assert.IsType<BinaryExpression>(less.Left);

        Assert.Equal("1 + principal.age < -3", text.Substring(less.Span.Start, less.Span.Length));
        Assert.Equal("1 + principal.age", text.Substring(sum.Span.Start, sum.Span.Length));
        Assert.Equal("principal.age", text.Substring(sum.Right.Span.Start, sum.Right.Span.Length));
        Assert.Equal("-3", text.Substring(less.Right.Span.Start, less.Right.Span.Length));
    }

    [Fact]
    public void Each_wrong_policy_of_a_text_is_reported() =>
        Assert.Equal(
            ["expected `)`, found `;`", "invalid policy effect `allow`", "invalid variable `alice`", "`foo` is not a function"],
            Parse.PolicyErrors("""
                permit (principal, action, resource) when { (1;
                allow (principal, action, resource);
                permit (principal, action, resource);
                forbid (principal, action, resource) when { alice == foo() };
                """));

    [Fact]
    public void A_missing_semicolon_costs_neither_of_two_policies() =>
        Assert.Equal(
            ["expected `;` at the end of the policy", "invalid variable `bob`"],
            Parse.PolicyErrors("""
                permit (principal, action, resource)
                forbid (principal, action, resource) when { bob };
                """));

    [Fact]
    public void The_throwing_form_carries_every_diagnostic()
    {
        CedarSyntaxException exception = Assert.Throws<CedarSyntaxException>(() =>
            CedarParser.ParsePolicies(new SourceText("permit (principal, action, resource) when { a || b };", "p.cedar")));

        Assert.Equal("p.cedar:1:45: error: invalid variable `a`", exception.Message);
        Assert.Equal(["invalid variable `a`", "invalid variable `b`"], exception.Diagnostics.Select(diagnostic => diagnostic.Message));
    }

    [Theory]
    [InlineData("context.group in \"admins\"", "`in` asks for an entity or a set of entities, and this is a string")]
    [InlineData("ip(\"a\", \"b\")", "`ip` takes one argument, found 2")]
    [InlineData("context.a.lessThan()", "`lessThan` takes one argument, found 0")]
    [InlineData("context.a.toDate(1)", "`toDate` takes no argument, found 1")]
    public void What_can_only_fail_is_taken_with_a_warning(string condition, string warning) =>
        Assert.Equal([warning], Parse.Warnings($"permit (principal, action, resource) when {{ {condition} }};"));
}

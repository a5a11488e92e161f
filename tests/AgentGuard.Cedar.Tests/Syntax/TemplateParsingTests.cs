using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Tests.Syntax;

public sealed class TemplateParsingTests
{
    [Theory]
    [InlineData("principal == ?principal, action, resource", "[EqualSlot] [Any] [Any]")]
    [InlineData("principal in ?principal, action, resource", "[InSlot] [Any] [Any]")]
    [InlineData("principal is A::User in ?principal, action, resource", "[IsInSlot A::User] [Any] [Any]")]
    [InlineData("principal, action, resource == ?resource", "[Any] [Any] [EqualSlot]")]
    [InlineData("principal, action, resource in ?resource", "[Any] [Any] [InSlot]")]
    [InlineData("principal, action, resource is File in ?resource", "[Any] [Any] [IsInSlot File]")]
    [InlineData("principal in ((?principal)), action == Action::\"a\", resource == ( ?resource ),", "[InSlot] [Equal Action::\"a\"] [EqualSlot]")]
    public void A_slot_stands_where_the_scope_takes_an_entity(string scope, string expected)
    {
        PolicyTemplate template = Parse.Template($"permit ({scope}) when {{ true }};");

        Assert.Equal($"Permit {expected}\nwhen true", SyntaxDump.Of(template));
        Assert.Equal(scope.Contains("?principal", StringComparison.Ordinal), template.HasPrincipalSlot);
        Assert.Equal(scope.Contains("?resource", StringComparison.Ordinal), template.HasResourceSlot);
        Assert.Equal(SyntaxDump.Of(template), SyntaxDump.Of(Parse.Template(CedarPrinter.Print(template))));
    }

    [Theory]
    [InlineData("principal == ?resource, action, resource", "expected the template slot `?principal`, found `?resource`; the slot of the principal is `?principal`")]
    [InlineData("principal, action, resource in ?principal", "expected the template slot `?resource`, found `?principal`; the slot of the resource is `?resource`")]
    [InlineData("principal == ?principals, action, resource", "expected the template slot `?principal`, found `?principals`; the template slots are `?principal` and `?resource`")]
    [InlineData("principal, action == ?action, resource", "found template slot `?action` in the action's scope; only the principal and the resource have slots")]
    [InlineData("principal, action in [?principal], resource", "found template slot `?principal` in the action's scope; only the principal and the resource have slots")]
    [InlineData("principal in [?principal], action, resource", "the template slot `?principal` is part of an expression; a slot stands alone, as in `principal == ?principal`")]
    [InlineData("principal == ?principal.manager, action, resource", "the template slot `?principal` is part of an expression; a slot stands alone, as in `principal == ?principal`")]
    [InlineData("principal == ?principal || principal == ?principal, action, resource", "the template slot `?principal` is part of an expression; a slot stands alone, as in `principal == ?principal`")]
    [InlineData("principal is User == ?principal, action, resource", "`is` cannot be used together with `==`; try `… is … in …`")]
    [InlineData("principal != ?principal, action, resource", "`!=` cannot stand in the scope; the scope takes `==`, `in`, `is` and `is … in`; move the rest into a `when` clause")]
    [InlineData("principal is ?principal, action, resource", "expected an entity type, found `?principal`; ")]
    [InlineData("?principal, action, resource", "expected `principal`, found `?principal`; the scope holds `principal`, `action` and `resource`, in this order")]
    [InlineData("principal == ? principal, action, resource", "invalid character `?`; a template slot is `?principal` or `?resource`")]
    public void A_slot_anywhere_else_in_the_scope_is_refused(string scope, string error) =>
        Assert.Equal([error], Parse.StoreErrors($"permit ({scope});"));

    [Theory]
    [InlineData("when { ?principal == principal }", "found template slot `?principal` in a `when` clause; a slot stands in the scope only, as in `principal == ?principal`")]
    [InlineData("unless { resource in [?resource] }", "found template slot `?resource` in an `unless` clause; a slot stands in the scope only, as in `resource == ?resource`")]
    [InlineData("when { ?user.name == \"a\" }", "`?user` is not a template slot; the template slots are `?principal` and `?resource`")]
    public void A_slot_in_a_condition_is_refused_in_templates_too(string condition, string error) =>
        Assert.Equal([error], Parse.StoreErrors($"permit (principal == ?principal, action, resource) {condition};"));

    [Fact]
    public void A_slot_in_an_expression_on_its_own_is_refused() =>
        Assert.Equal(["found template slot `?principal` in an expression"], Parse.ExpressionErrors("?principal"));

    [Fact]
    public void Where_static_policies_are_asked_for_each_slot_is_an_error() =>
        Assert.Equal(
            [
                "expected a static policy, and the slot `?principal` makes this one a template",
                "expected a static policy, and the slot `?resource` makes this one a template",
                "found template slot `?principal` in a `when` clause",
            ],
            Parse.PolicyErrors("""
                permit (principal == ?principal, action, resource in ?resource) when { ?principal };
                permit (principal, action, resource);
                """));

    [Fact]
    public void Policies_and_templates_of_a_text_are_numbered_together()
    {
        PolicyStore store = Parse.Store("""
            permit (principal, action, resource);
            @id("shared") permit (principal == ?principal, action, resource);
            forbid (principal, action, resource);
            """);

        Assert.Equal(["policy0", "policy2"], store.Policies.Select(policy => policy.Id));
        Assert.Equal(["policy1"], store.Templates.Select(template => template.Id));
        Assert.Equal((2, 1), store.Templates[0].Body.Source.GetPosition(store.Templates[0].Body.Span.Start));
    }
}

using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation;

namespace AgentGuard.Cedar.Tests.Evaluation;

public sealed class ExplainTests
{
    [Fact]
    public void A_condition_is_told_as_it_is_written_and_with_its_values()
    {
        PolicySet set = World.Policies("""
            @id("large-transfer")
            forbid (principal, action, resource)
            when { context.amount > 1000 };
            """);

        ExplainedExpression part = Assert.Single(set.Explain(World.Request, World.Entities, set[0]));

        Assert.Equal("context.amount > 1000", part.Text);
        Assert.Equal("2500 > 1000", part.Reading);
        Assert.Equal(true, part.Value);
        Assert.Null(part.Error);
        Assert.Equal(3, set[0].Policy.Source.GetPosition(part.Span.Start).Line);
    }

    [Theory]
    [InlineData("when { principal.roles.contains(\"admin\") && context.amount > 1 }", """["author", "editor"].contains("admin") = false""")]
    [InlineData("when { principal.age > 18 && context.amount > 1 }", "30 > 18 = true; 2500 > 1 = true")]
    [InlineData("when { principal.age < 18 || context.amount < 1 || true }", "30 < 18 = false; 2500 < 1 = false; true = true")]
    [InlineData("unless { !(context.path like \"/etc/*\") }", "\"/data/plans/plan.txt\" like \"/etc/*\" = false")]
    [InlineData("when { if context has risk then context.risk > 3 else principal in Group::\"staff\" }", """context has risk = false; User::"alice" in Group::"staff" = true""")]
    [InlineData("when { principal.missing == 1 } when { true }", """principal.missing == 1 = `User::"alice"` does not have the attribute `missing`""")]
    [InlineData("when { principal.missing == 1 || true }", """principal.missing == 1 = `User::"alice"` does not have the attribute `missing`""")]
    [InlineData("when { (true && principal.age) || true }", """User::"alice".age = type error: expected bool, got long""")]
    [InlineData("when { context.price.greaterThan(decimal(\"13.0\")) }", """decimal("12.5").greaterThan(decimal("13.0")) = false""")]
    [InlineData("when { context.amount\n   > 1 + 2 }", "2500 > 3 = true")]
    public void Only_what_is_reached_is_told(string conditions, string expected)
    {
        PolicySet set = World.Policies($"permit (principal, action, resource) {conditions};");

        string told = string.Join("; ", set.Explain(World.Request, World.Entities, set[0]).Select(part => $"{part.Reading} = {part.Value?.ToString() ?? part.Error!.Message}"));

        Assert.EndsWith(expected, told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_head_that_is_not_met_is_told_alone()
    {
        PolicySet set = World.Policies("""permit (principal is User, action == Action::"read", resource) when { context.amount > 1000 };""");

        ExplainedExpression part = Assert.Single(set.Explain(World.Request, World.Entities, set[0]));

        Assert.Equal("""action == Action::"read" """.TrimEnd(), part.Text);
        Assert.Equal("""Action::"edit" """.TrimEnd(), part.Reading);
        Assert.Equal(false, part.Value);
    }

    [Fact]
    public void Long_values_are_shortened()
    {
        PolicySet set = World.Policies("permit (principal, action, resource) when { context.text == \"\" };");
        CedarRequest request = new(World.Alice, World.Edit, World.Document, new([new("text", new string('a', 1_000_000))]));

        ExplainedExpression part = Assert.Single(set.Explain(request, World.Entities, set[0]));

        Assert.Equal($"\"{new string('a', 119)}… == \"\"", part.Reading);
    }

    [Theory]
    [InlineData("when { principal.a && (principal.b || !principal.c) } unless { if principal.d then principal.e else principal.f }", "principal.a, principal.b, principal.c, principal.d, principal.e, principal.f")]
    [InlineData("when { [principal.a && principal.b].contains(true) }", "[principal.a && principal.b].contains(true)")]
    [InlineData("", "")]
    public void All_parts_of_a_policy_are_known_reached_or_not(string conditions, string expected)
    {
        Policy policy = World.Policies($"permit (principal is User, action, resource) {conditions};")[0].Policy;

        Assert.Equal(expected, string.Join(", ", ConditionParts.Of(policy).Select(part => policy.Source.Text.Substring(part.Span.Start, part.Span.Length))));
    }
}

namespace AgentGuard.Cedar.Tests.Evaluation;

public sealed class ExpressionTests
{
    [Theory]
    // Short-circuiting
    [InlineData("false && principal.missing", "false")]
    [InlineData("true || principal.missing", "true")]
    [InlineData("principal.missing || true", """`User::"alice"` does not have the attribute `missing`""")]
    [InlineData("true && 1", "type error: expected bool, got long")]
    [InlineData("1 && true", "type error: expected bool, got long")]
    [InlineData("false || 1 || true", "type error: expected bool, got long")]
    [InlineData("if true then true else principal.missing", "true")]
    [InlineData("if 1 then true else true", "type error: expected bool, got long")]
    [InlineData("""if false then true else "no" """, "type error: expected bool, got string")]
    [InlineData("!1", "type error: expected bool, got long")]
    [InlineData("!(context.amount < 3)", "true")]
    // Equality never errs
    [InlineData("""1 == "1" """, "false")]
    [InlineData("1 != true", "true")]
    [InlineData("""[1, 2, 2] == [2, 1]""", "true")]
    [InlineData("""{a: 1, b: [2]} == {b: [2], a: 1}""", "true")]
    [InlineData("""User::"nobody" == User::"nobody" """, "true")]
    [InlineData("resource.owner == principal", "true")]
    [InlineData("""decimal("1.0") == decimal("1.00")""", "true")]
    [InlineData("principal.missing == 1", """`User::"alice"` does not have the attribute `missing`""")]
    // Comparison and arithmetic
    [InlineData("context.amount > 1000", "true")]
    [InlineData("2500 <= context.amount", "true")]
    [InlineData("""1 < "2" """, "type error: expected long, got string")]
    [InlineData("""true >= 2""", "type error: expected long, got bool")]
    [InlineData("""true < false""", "type error: expected one of [long, datetime, duration], got bool")]
    [InlineData("""datetime("2024-10-15") < context.now""", "true")]
    [InlineData("""duration("1h") <= duration("60m")""", "true")]
    [InlineData("""context.now > duration("1h")""", "type error: expected datetime, got duration")]
    [InlineData("""[] < duration("1h")""", "type error: expected duration, got set")]
    [InlineData("""decimal("1.0") < decimal("2.0")""", "type error: expected one of [long, datetime, duration], got decimal")]
    [InlineData("1 + 2 * 3 - 1 == 6", "true")]
    [InlineData("9223372036854775807 + context.amount > 0", "integer overflow while attempting to add the values `9223372036854775807` and `2500`")]
    [InlineData("-9223372036854775808 - 1 > 0", "integer overflow while attempting to subtract the values `-9223372036854775808` and `1`")]
    [InlineData("-1 * -9223372036854775808 > 0", "integer overflow while attempting to multiply the values `-1` and `-9223372036854775808`")]
    [InlineData("-(-9223372036854775808) > 0", "integer overflow while attempting to negate the value `-9223372036854775808`")]
    [InlineData("""1 + "a" == 1""", "type error: expected long, got string")]
    // Attributes
    [InlineData("principal.age == 30 && principal.home.city == \"Bonn\"", "true")]
    [InlineData("principal.manager.age == 50", "true")]
    [InlineData("principal.ghost.age == 50", """entity `User::"nobody"` does not exist""")]
    [InlineData("principal.manager.home.city == \"Bonn\"", """`User::"bob"` does not have the attribute `home`""")]
    [InlineData("context.home.city == \"Bonn\"", "record does not have the attribute `home`")]
    [InlineData("context.amount.city == \"Bonn\"", "type error: expected one of [record, (entity of type `any_entity_type`)], got long")]
    [InlineData("{a: 1}.a == 1", "true")]
    [InlineData("principal has age && context has amount && !(context has age)", "true")]
    [InlineData("principal.ghost has age", "false")]
    [InlineData("1 has age", "type error: expected one of [record, (entity of type `any_entity_type`)], got long")]
    // Tags
    [InlineData("principal.hasTag(\"team\") && principal.getTag(\"team\") == \"blue\"", "true")]
    [InlineData("principal.ghost.hasTag(\"team\")", "false")]
    [InlineData("principal.getTag(\"age\") == 1", """`User::"alice"` does not have the tag `age`""")]
    [InlineData("principal.ghost.getTag(\"age\") == 1", """entity `User::"nobody"` does not exist""")]
    [InlineData("context.hasTag(\"age\")", "type error: expected (entity of type `any_entity_type`), got record")]
    [InlineData("principal.hasTag(1)", "type error: expected string, got long")]
    [InlineData("context.hasTag(principal.missing)", """`User::"alice"` does not have the attribute `missing`""")]
    // Hierarchy
    [InlineData("principal in principal", "true")]
    [InlineData("principal in Group::\"everyone\"", "true")]
    [InlineData("principal in Group::\"bosses\"", "false")]
    [InlineData("principal.manager in [Group::\"nothing\", Group::\"everyone\"]", "true")]
    [InlineData("principal.ghost in Group::\"everyone\"", "false")]
    [InlineData("principal.ghost in [principal.ghost]", "true")]
    [InlineData("principal in []", "false")]
    [InlineData("principal in [principal, 1]", "type error: expected (entity of type `any_entity_type`), got long")]
    [InlineData("principal in 1", "type error: expected one of [set, (entity of type `any_entity_type`)], got long")]
    [InlineData("1 in principal", "type error: expected (entity of type `any_entity_type`), got long")]
    [InlineData("principal is User && !(principal is Group)", "true")]
    [InlineData("principal.ghost is User", "true")]
    [InlineData("1 is User", "type error: expected (entity of type `any_entity_type`), got long")]
    [InlineData("action in Action::\"write\"", "true")]
    // Sets
    [InlineData("context.numbers.contains(2) && !context.numbers.contains(\"2\")", "true")]
    [InlineData("[1, 2].contains(context.amount)", "false")]
    [InlineData("[principal.age, [1]].contains([1])", "true")]
    [InlineData("1.contains(1)", "type error: expected set, got long")]
    [InlineData("context.numbers.containsAll([1, 3]) && context.numbers.containsAll([])", "true")]
    [InlineData("context.numbers.containsAny([7, 3]) && !context.numbers.containsAny([])", "true")]
    [InlineData("context.numbers.containsAll(1)", "type error: expected set, got long")]
    [InlineData("principal.containsAny(1)", "type error: expected set, got (entity of type `User`)")]
    [InlineData("context.nothing.isEmpty() && !context.numbers.isEmpty()", "true")]
    [InlineData("principal.isEmpty()", "type error: expected set, got (entity of type `User`)")]
    // Texts
    [InlineData("context.path like \"/data/*/plan*.txt\"", "true")]
    [InlineData("context.path like \"/data\"", "false")]
    [InlineData("context.amount like \"*\"", "type error: expected string, got long")]
    // Extension types
    [InlineData("context.ip.isInRange(ip(\"10.0.0.0/8\")) && context.ip.isIpv4() && !context.ip.isLoopback()", "true")]
    [InlineData("context.ip.isInRange(\"10.0.0.0/8\")", "type error: expected ipaddr, got string")]
    [InlineData("ip(\"10.0.0\").isIpv4()", "error while evaluating `ipaddr` extension function: invalid IP address: 10.0.0")]
    [InlineData("ip(1).isIpv4()", "type error: expected string, got long")]
    [InlineData("ip(\"10.0.0.1\", 1).isIpv4()", "wrong number of arguments provided to extension function `ip`: expected 1, got 2")]
    [InlineData("context.price.lessThan()", "wrong number of arguments provided to extension function `lessThan`: expected 2, got 1")]
    [InlineData("ip(\"10.0.0.1\", principal.missing).isIpv4()", """`User::"alice"` does not have the attribute `missing`""")]
    [InlineData("context.price.greaterThan(decimal(\"12.4999\"))", "true")]
    [InlineData("context.price.lessThan(12)", "type error: expected decimal, got long")]
    [InlineData("decimal(\"1.23456\") == context.price", "error while evaluating `decimal` extension function: `1.23456` is not a well-formed decimal value")]
    [InlineData("context.now.toTime() == duration(\"9h30m\") && context.now.toDate() == datetime(\"2024-10-15\")", "true")]
    [InlineData("context.now.offset(duration(\"-1d\")).toDate() == datetime(\"2024-10-14\")", "true")]
    [InlineData("context.now.offset(duration(\"9223372036854775807ms\")) == context.now", """error while evaluating `offset` extension function: overflows when adding an offset: datetime("2024-10-15T09:30:00.000Z")+(duration("106751991167d7h12m55s807ms"))""")]
    [InlineData("context.now.durationSince(datetime(\"2024-10-15\")).toMinutes() == 570", "true")]
    [InlineData("context.now.offset(context.now) == context.now", "type error: expected duration, got datetime")]
    public void A_condition_comes_to(string expression, string expected) =>
        Assert.Equal(expected, World.Condition(expression));

    [Fact]
    public void All_conditions_must_hold_and_unless_is_the_opposite() =>
        Assert.Equal(
            "policy0",
            World.Ids(World.Ask("""
                permit (principal, action, resource) when { true } unless { false } when { context.amount > 1 };
                permit (principal, action, resource) when { true } unless { true };
                permit (principal, action, resource) unless { false } when { false };
                """).Permits));
}

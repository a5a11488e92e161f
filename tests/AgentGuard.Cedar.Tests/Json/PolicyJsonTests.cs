using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Tests.Evaluation;
using AgentGuard.Cedar.Tests.Syntax;
using AgentGuard.Cedar.Values;
using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Json;

/// <summary>Policies as JSON say what they say as text.</summary>
public sealed class PolicyJsonTests
{
    [Theory]
    [InlineData("true", """{"Value":true}""")]
    [InlineData("-9223372036854775808", """{"Value":-9223372036854775808}""")]
    [InlineData("9007199254740993", """{"Value":9007199254740993}""")]
    [InlineData("-(1)", """{"neg":{"arg":{"Value":1}}}""")]
    [InlineData("\"a\\n\\\"😀\"", """{"Value":"a\n\"\uD83D\uDE00"}""")]
    [InlineData("A::B::\"c\"", """{"Value":{"__entity":{"type":"A::B","id":"c"}}}""")]
    [InlineData("principal", """{"Var":"principal"}""")]
    [InlineData("!context.a", """{"!":{"arg":{".":{"left":{"Var":"context"},"attr":"a"}}}}""")]
    [InlineData("1 + 2 * 3", """{"+":{"left":{"Value":1},"right":{"*":{"left":{"Value":2},"right":{"Value":3}}}}}""")]
    [InlineData("1 - 2", """{"-":{"left":{"Value":1},"right":{"Value":2}}}""")]
    [InlineData("1 >= 2", """{">=":{"left":{"Value":1},"right":{"Value":2}}}""")]
    [InlineData("1 != 2", """{"!=":{"left":{"Value":1},"right":{"Value":2}}}""")]
    [InlineData("true && false || true", """{"||":{"left":{"&&":{"left":{"Value":true},"right":{"Value":false}}},"right":{"Value":true}}}""")]
    [InlineData("principal in [resource]", """{"in":{"left":{"Var":"principal"},"right":{"Set":[{"Var":"resource"}]}}}""")]
    [InlineData("[1].containsAny([])", """{"containsAny":{"left":{"Set":[{"Value":1}]},"right":{"Set":[]}}}""")]
    [InlineData("[].isEmpty()", """{"isEmpty":{"arg":{"Set":[]}}}""")]
    [InlineData("principal.getTag(\"t\")", """{"getTag":{"left":{"Var":"principal"},"right":{"Value":"t"}}}""")]
    [InlineData("principal has a", """{"has":{"left":{"Var":"principal"},"attr":"a"}}""")]
    [InlineData("principal has a.b", """{"&&":{"left":{"has":{"left":{"Var":"principal"},"attr":"a"}},"right":{"has":{"left":{".":{"left":{"Var":"principal"},"attr":"a"}},"attr":"b"}}}}""")]
    [InlineData("\"x\" like \"a*\\*\"", """{"like":{"left":{"Value":"x"},"pattern":[{"Literal":"a"},"Wildcard",{"Literal":"*"}]}}""")]
    [InlineData("\"x\" like \"\"", """{"like":{"left":{"Value":"x"},"pattern":[]}}""")]
    [InlineData("principal is A::User", """{"is":{"left":{"Var":"principal"},"entity_type":"A::User"}}""")]
    [InlineData("principal is User in resource", """{"is":{"left":{"Var":"principal"},"entity_type":"User","in":{"Var":"resource"}}}""")]
    [InlineData("principal is User && principal in resource", """{"&&":{"left":{"is":{"left":{"Var":"principal"},"entity_type":"User"}},"right":{"in":{"left":{"Var":"principal"},"right":{"Var":"resource"}}}}}""")]
    [InlineData("if true then 1 else 2", """{"if-then-else":{"if":{"Value":true},"then":{"Value":1},"else":{"Value":2}}}""")]
    [InlineData("{b: 1, \"a b\": {}}", """{"Record":{"b":{"Value":1},"a b":{"Record":{}}}}""")]
    [InlineData("ip(\"::1\").isInRange(ip(\"::/8\"))", """{"isInRange":[{"ip":[{"Value":"::1"}]},{"ip":[{"Value":"::/8"}]}]}""")]
    public void An_expression_is_written_as_Cedar_writes_it_and_read_back(string text, string json)
    {
        Policy policy = Assert.Single(Parse.Policies($"permit (principal, action, resource) when {{ {text} }};"));

        string written = CedarPolicyJson.Write(policy);

        Assert.Equal("""{"effect":"permit","principal":{"op":"All"},"action":{"op":"All"},"resource":{"op":"All"},"conditions":[{"kind":"when","body":""" + json + "}]}", written);
        Assert.Equal(SyntaxDump.Of(policy), SyntaxDump.Of(Read(written)));
    }

    [Fact]
    public void Scopes_clauses_and_annotations_are_written_as_Cedar_writes_them_and_read_back()
    {
        Policy policy = Assert.Single(Parse.Policies("""
            @id("x") @flag
            forbid (principal is User in Group::"g", action in [Action::"a", Action::"b"], resource == File::"f")
            when { true } unless { false };
            """));

        string written = CedarPolicyJson.Write(policy);

        Assert.Equal(
            """{"effect":"forbid","principal":{"op":"is","entity_type":"User","in":{"entity":{"type":"Group","id":"g"}}},"action":{"op":"in","entities":[{"type":"Action","id":"a"},{"type":"Action","id":"b"}]},"resource":{"op":"==","entity":{"type":"File","id":"f"}},"conditions":[{"kind":"when","body":{"Value":true}},{"kind":"unless","body":{"Value":false}}],"annotations":{"id":"x","flag":""}}""",
            written);
        Assert.Equal(SyntaxDump.Of(policy), SyntaxDump.Of(Read(written)));
    }

    [Theory]
    [InlineData("principal == ?principal, action, resource in ?resource", """{"effect":"permit","principal":{"op":"==","slot":"?principal"},"action":{"op":"All"},"resource":{"op":"in","slot":"?resource"},"conditions":[]}""")]
    [InlineData("principal is User in ?principal, action in Action::\"a\", resource is A::B", """{"effect":"permit","principal":{"op":"is","entity_type":"User","in":{"slot":"?principal"}},"action":{"op":"in","entity":{"type":"Action","id":"a"}},"resource":{"op":"is","entity_type":"A::B"},"conditions":[]}""")]
    [InlineData("principal in ?principal, action in [], resource in F::\"f\"", """{"effect":"permit","principal":{"op":"in","slot":"?principal"},"action":{"op":"in","entities":[]},"resource":{"op":"in","entity":{"type":"F","id":"f"}},"conditions":[]}""")]
    public void A_template_is_written_with_its_slots_and_read_back(string scope, string json)
    {
        PolicyTemplate template = Parse.Template($"permit ({scope});");

        string written = CedarPolicyJson.Write(template);

        Assert.Equal(json, written);
        Assert.Equal(SyntaxDump.Of(template), SyntaxDump.Of(CedarPolicyJson.ParseTemplate(new SourceText(written))));
    }

    [Theory]
    [InlineData("""{"Value":[1,{"a":{"__entity":{"type":"User","id":"x"}}}]}""", "[1 {\"a\"=User::\"x\"}]")]
    [InlineData("""{"Value":{"__extn":{"fn":"decimal","arg":"1.5"}}}""", "(Decimal \"1.5\")")]
    [InlineData("""{"Value":{"__extn":{"args":[{"__extn":{"fn":"ip","arg":"no address"}}],"fn":"isIpv4"}}}""", "(IsIpv4 (Ip \"no address\"))")]
    [InlineData("""{"Value":{"__entity":{"type":"User"}}}""", "{\"__entity\"={\"type\"=\"User\"}}")]
    [InlineData("""{"Value":{"__extn":{"fn":"ip"}}}""", "{\"__extn\"={\"fn\"=\"ip\"}}")]
    [InlineData("""{"has":{"attr":["a","b","c"],"left":{"Var":"context"}}}""", "(and (and (has Context \"a\") (has (get Context \"a\") \"b\")) (has (get (get Context \"a\") \"b\") \"c\"))")]
    [InlineData("""{"has":{"attr":["in"],"left":{"Var":"context"}}}""", "(has Context \"in\")")]
    [InlineData("""{"like":{"left":{"Value":""},"pattern":[{"Literal":"a"},{"Literal":"b"},"Wildcard","Wildcard"]}}""", "(like \"\" [\"ab\" \"\" \"\"])")]
    [InlineData("""{"is":{"left":{"Var":"context"},"entity_type":"A","in":null}}""", "(is Context A)")]
    [InlineData("""{"ip":[]}""", "(Ip)")]
    public void What_others_write_is_read_too(string json, string expression) =>
        Assert.Equal(
            $"Forbid [Any] [Any] [Any]\nwhen {expression}",
            SyntaxDump.Of(Read("""{"conditions":[{"body":""" + json + ""","kind":"when"}],"resource":{"op":"all"},"action":{"op":"All"},"principal":{"op":"All"},"effect":"forbid","annotations":{}}""")));

    [Fact]
    public void Parts_know_where_they_stand_in_the_JSON()
    {
        SourceText source = new("""
            {"effect": "permit", "annotations": {"a": "ü"}, "principal": {"op": "All"}, "action": {"op": "All"}, "resource": {"op": "All"},
             "conditions": [ {"kind": "when", "body": {"==": {"left": {"Value": "😀"}, "right": {"Var": "context"}}}} ]} 
            """, "p.json");

        Policy policy = CedarPolicyJson.ParsePolicy(source, "mine");
        BinaryExpression body = Assert.IsType<BinaryExpression>(policy.Conditions[0].Body);

        Assert.Equal("mine", policy.Id);
        Assert.Equal(source.Text.TrimEnd(), Slice(policy.Span));
        Assert.Equal("\"ü\"", Slice(policy.Annotations[0].Span));
        Assert.Equal("{\"op\": \"All\"}", Slice(policy.Action.Span));
        Assert.Equal("{\"==\": {\"left\": {\"Value\": \"😀\"}, \"right\": {\"Var\": \"context\"}}}", Slice(body.Span));
        Assert.Equal("\"😀\"", Slice(body.Left.Span));
        Assert.Equal("{\"Var\": \"context\"}", Slice(body.Right.Span));

        string Slice(SourceSpan span) => source.Text.Substring(span.Start, span.Length);
    }

    [Fact]
    public void A_policy_set_is_written_and_read_back_links_included()
    {
        PolicyStore store = Parse.Store("""
            permit (principal, action, resource);
            permit (principal == ?principal, action, resource == ?resource) when { context.a };
            forbid (principal, action, resource in ?resource);
            """);
        store.Link("policy1", "both", World.Alice, World.Document);
        store.Link("policy2", "one \"é\"", resource: World.Document);

        string written = CedarPolicyJson.Write(store);
        PolicyStore read = CedarPolicyJson.ParsePolicyStore(new SourceText(written));

        Assert.EndsWith("""
            "templateLinks":[{"templateId":"policy1","newId":"both","values":{"?principal":{"__entity":{"type":"User","id":"alice"}},"?resource":{"__entity":{"type":"Document","id":"plan"}}}},{"templateId":"policy2","newId":"one \"é\"","values":{"?resource":{"__entity":{"type":"Document","id":"plan"}}}}]}
            """, written, StringComparison.Ordinal);
        Assert.Equal(SyntaxDump.Of(store), SyntaxDump.Of(read));
        Assert.Equal(written, CedarPolicyJson.Write(read));
    }

    [Fact]
    public void Links_may_stand_before_their_templates_and_parts_may_be_absent()
    {
        PolicyStore store = CedarPolicyJson.ParsePolicyStore(new SourceText("""
            {"templateLinks": [{"values": {"?principal": {"type": "User", "id": "alice"}}, "newId": "l", "templateId": "t"}],
             "templates": {"t": {"effect": "permit", "principal": {"op": "in", "slot": "?principal"}, "action": {"op": "All"}, "resource": {"op": "All"}, "conditions": []}}}
            """));

        Assert.Equal("l", World.Ids(new PolicySet(store.Policies).Authorize(World.Request, World.Entities).Permits));
        Assert.Empty(CedarPolicyJson.ParsePolicyStore(new SourceText("{}")).Policies);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public void A_generated_expression_is_written_and_read_as_itself(int seed)
    {
        AnyExpression any = new(new Random(seed));
        Policy policy = Parse.Policies("permit (principal, action, resource);")[0];
        for (int i = 0; i < 5_000; i++)
        {
            Policy generated = policy with { Conditions = [new Condition(IsUnless: i % 2 == 0, any.Next(depth: 5), default)] };

            string written = CedarPolicyJson.Write(generated);
            Policy read = Read(written);

            Assert.Equal(SyntaxDump.Of(generated), SyntaxDump.Of(read));
            Assert.Equal(SyntaxDump.Of(generated), Parse.Policy(CedarPrinter.Print(read)));
        }
    }

    [Fact]
    public void Generated_policy_sets_are_written_and_read_as_themselves() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(AnyPolicy.Sets.ToArbitrary(), policies =>
            {
                PolicyStore store = new();
                Array.ForEach(policies, store.Add);
                return SyntaxDump.Of(store) == SyntaxDump.Of(CedarPolicyJson.ParsePolicyStore(new SourceText(CedarPolicyJson.Write(store))));
            }));

    [Fact]
    public void Only_literals_are_written_as_literals()
    {
        Policy policy = Parse.Policies("permit (principal, action, resource) when { 1 };")[0];

        Assert.Throws<ArgumentException>(() => CedarPolicyJson.Write(policy with { Conditions = [new Condition(IsUnless: false, new LiteralExpression(new CedarSet([]), default), default)] }));
    }

    private static Policy Read(string json) => CedarPolicyJson.ParsePolicy(new SourceText(json));
}

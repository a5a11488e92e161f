using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Tests.Syntax;

namespace AgentGuard.Cedar.Tests.Json;

/// <summary>What is no policy in JSON is refused with its path, however large, deep or odd it is.</summary>
public sealed class PolicyJsonRefusalTests
{
    private const string Open = "{\"effect\":\"permit\",\"principal\":{\"op\":\"All\"},\"action\":{\"op\":\"All\"},\"resource\":{\"op\":\"All\"},\"conditions\":[{\"kind\":\"when\",\"body\":";
    private const string Close = "}]}";

    [Theory]
    [InlineData("[]", "a policy is an object, and this is an array (line 1, column 1)")]
    [InlineData("{}", "a policy has no `effect` (line 1, column 1)")]
    [InlineData("""{"effect":"permit","effect":"forbid"}""", "`effect` stands twice in one object (line 1, column 20)")]
    [InlineData("""{"effect":"allow"}""", "`allow` is no effect; it is `permit` or `forbid` at /effect (line 1, column 11)")]
    [InlineData("""{"id":"x"}""", "`id` has no place in a policy at /id (line 1, column 7)")]
    [InlineData("""{"principal":{"op":"=="}}""", "`==` needs `entity` or `slot`, and nothing else at /principal (line 1, column 14)")]
    [InlineData("""{"principal":{"op":"All","entity":{"type":"A","id":"b"}}}""", "`All` compares with nothing at /principal (line 1, column 14)")]
    [InlineData("""{"principal":{"op":"==","entity":{"type":"A","id":"b"},"slot":"?principal"}}""", "expected a static policy, and the slot `?principal` makes this one a template at /principal/slot (line 1, column 63)")]
    [InlineData("""{"principal":{"op":"in","entities":[]}}""", "`in` needs `entity` or `slot`, and nothing else at /principal (line 1, column 14)")]
    [InlineData("""{"principal":{"op":"is","in":{"entity":{"type":"A","id":"b"}}}}""", "`is` needs `entity_type`, possibly `in` with `entity` or `slot`, and nothing else at /principal (line 1, column 14)")]
    [InlineData("""{"principal":{"op":"is","entity_type":"A B"}}""", "`A B` is not an entity type at /principal/entity_type (line 1, column 39)")]
    [InlineData("""{"principal":{"op":"!="}}""", "`!=` is not an operator of the scope; they are `All`, `==`, `in` and `is` at /principal (line 1, column 14)")]
    [InlineData("""{"principal":{}}""", "the scope has no `op` at /principal (line 1, column 14)")]
    [InlineData("""{"principal":{"op":"==","slot":"?resource"}}""", "expected the template slot `?principal`, found `?resource` at /principal/slot (line 1, column 32)")]
    [InlineData("""{"resource":{"op":"==","slot":"?resource"}}""", "expected a static policy, and the slot `?resource` makes this one a template at /resource/slot (line 1, column 31)")]
    [InlineData("""{"action":{"op":"==","slot":"?action"}}""", "only the principal and the resource have slots at /action/slot (line 1, column 29)")]
    [InlineData("""{"action":{"op":"==","entity":{"type":"User","id":"a"}}}""", "expected an entity uid with type `Action`, found `User::\"a\"` at /action/entity (line 1, column 31)")]
    [InlineData("""{"action":{"op":"is","entity_type":"Action"}}""", "`is` cannot stand in the action's scope at /action (line 1, column 11)")]
    [InlineData("""{"annotations":{"a b":""}}""", "`a b` cannot name an annotation; it is an identifier at /annotations/a b (line 1, column 23)")]
    [InlineData("""{"annotations":{"a":1}}""", "the value of an annotation is a string, and this is a number at /annotations/a (line 1, column 21)")]
    [InlineData("""{"conditions":[{"kind":"where"}]}""", "`where` is no kind of condition; it is `when` or `unless` at /conditions/0/kind (line 1, column 24)")]
    [InlineData("""{"conditions":[{"kind":"when"}]}""", "a condition has no `body` at /conditions/0 (line 1, column 16)")]
    public void A_policy_that_is_none_is_refused_with_its_path(string json, string message) => Assert.Equal(message, Refusal(json));

    [Theory]
    [InlineData("{}", "an expression is an object with one operator, and this one is empty at /conditions/0/body")]
    [InlineData("true", "an expression is an object, and this is a boolean at /conditions/0/body")]
    [InlineData("""{"Value":1,"Var":"context"}""", "an expression is an object with one operator, and `Var` is a second one at /conditions/0/body")]
    [InlineData("""{"Value":null}""", "null is not a value at /conditions/0/body/Value")]
    [InlineData("""{"Value":1.5}""", "`1.5` is not an integer; a decimal is written as an `__extn` at /conditions/0/body/Value")]
    [InlineData("""{"Value":[9223372036854775808]}""", "`9223372036854775808` is not an integer of 64 bits at /conditions/0/body/Value/0")]
    [InlineData("""{"Value":{"a":1,"a":1}}""", "`a` stands twice in one object at /conditions/0/body/Value")]
    [InlineData("""{"Value":{"__expr":"1"}}""", "`__expr` is no longer part of Cedar; write `__entity` or `__extn` at /conditions/0/body/Value")]
    [InlineData("""{"Value":{"__entity":{"type":"if","id":""}}}""", "`if` is not an entity type at /conditions/0/body/Value")]
    [InlineData("""{"Value":{"__extn":{"fn":"eval","arg":""}}}""", "`eval` is not an extension function at /conditions/0/body/Value")]
    [InlineData("""{"Var":"subject"}""", "`subject` is not a variable; they are `principal`, `action`, `resource` and `context` at /conditions/0/body/Var")]
    [InlineData("""{"Slot":"?principal"}""", "found a template slot in a condition; a slot stands in the scope only at /conditions/0/body/Slot")]
    [InlineData("""{"/":{"left":{"Value":1},"right":{"Value":1}}}""", "`/` is neither an operator nor an extension function at /conditions/0/body/~1")]
    [InlineData("""{"==":{"left":{"Value":1}}}""", "`==` has no `right` at /conditions/0/body/==")]
    [InlineData("""{"==":{"left":{"Value":1},"arg":{"Value":1}}}""", "`arg` is no operand of `==`; they are `left`, `right` at /conditions/0/body/==/arg")]
    [InlineData("""{".":{"left":{"Value":1},"attr":["a"]}}""", "an attribute is a string, and this is an array at /conditions/0/body/./attr")]
    [InlineData("""{"has":{"left":{"Value":1},"attr":[]}}""", "`has` asks for one attribute at least at /conditions/0/body/has/attr")]
    [InlineData("""{"like":{"left":{"Value":1},"pattern":["*"]}}""", "`*` is no part of a pattern; it is `Wildcard`, or an object with a `Literal` at /conditions/0/body/like/pattern/0")]
    [InlineData("""{"like":{"left":{"Value":1},"pattern":"*"}}""", "a pattern is an array, and this is a string at /conditions/0/body/like/pattern")]
    [InlineData("""{"is":{"left":{"Value":1},"entity_type":"__cedar::A"}}""", "`__cedar::A` is not an entity type at /conditions/0/body/is/entity_type")]
    [InlineData("""{"Record":{"a":{"Value":1},"a":{"Value":1}}}""", "`a` stands twice in one object at /conditions/0/body/Record")]
    [InlineData("""{"Set":{"Value":1}}""", "the elements of a set are an array, and this is an object at /conditions/0/body/Set")]
    [InlineData("""{"lessThan":[]}""", "`lessThan` is a method, and its first argument, the receiver, is missing at /conditions/0/body/lessThan")]
    public void An_expression_that_is_none_is_refused_with_its_path(string json, string message) =>
        Assert.StartsWith(message + " (line 1", Refusal(Open + json + Close), StringComparison.Ordinal);

    [Fact]
    public void A_static_policy_is_no_template() =>
        Assert.Equal(
            "expected a template, and this policy has no slot (line 1, column 1)",
            Assert.Throws<CedarJsonException>(() => CedarPolicyJson.ParseTemplate(new SourceText(Open + """{"Value":true}""" + Close))).Message);

    [Theory]
    [InlineData("""{"staticPolicies":[]}""", "policies are an object, each under its id, and this is an array at /staticPolicies (line 1, column 19)")]
    [InlineData("""{"policies":{}}""", "`policies` has no place in a policy set at /policies (line 1, column 13)")]
    [InlineData("""{"staticPolicies":{"a":P,"a":P}}""", "`a` stands twice in one object at /staticPolicies (line 1, column ")]
    [InlineData("""{"staticPolicies":{"a":P},"templates":{"a":T}}""", "the id `a` is taken at /templates/a (line 1, column ")]
    [InlineData("""{"templates":{"a":P}}""", "expected a template, and this policy has no slot at /templates/a (line 1, column ")]
    [InlineData("""{"staticPolicies":{"a":T}}""", "expected a static policy, and the slot `?principal` makes this one a template at /staticPolicies/a/principal/slot (line 1, column ")]
    [InlineData("""{"templateLinks":[{"templateId":"t","newId":"l","values":{}}]}""", "there is no template `t` at /templateLinks/0 (line 1, column 19)")]
    [InlineData("""{"templates":{"t":T},"templateLinks":[{"templateId":"t","newId":"l","values":{}}]}""", "the template `t` has the slot `?principal`, and no value is given for it at /templateLinks/0 (line 1, column ")]
    [InlineData("""{"templates":{"t":T},"templateLinks":[{"templateId":"t","newId":"t","values":{"?principal":U}}]}""", "the id `t` is taken at /templateLinks/0 (line 1, column ")]
    [InlineData("""{"templates":{"t":T},"templateLinks":[{"templateId":"t","newId":"l","values":{"?principal":U,"?resource":U}}]}""", "the template `t` has no slot `?resource`, and a value is given for it at /templateLinks/0 (line 1, column ")]
    [InlineData("""{"templateLinks":[{"templateId":"t","newId":"l","values":{"?action":U}}]}""", "`?action` is not a template slot; they are `?principal` and `?resource` at /templateLinks/0/values/?action (line 1, column ")]
    [InlineData("""{"templateLinks":[{"templateId":"t","newId":"l"}]}""", "a link has no `values` at /templateLinks/0 (line 1, column ")]
    public void A_policy_set_that_is_none_is_refused_with_its_path(string json, string message)
    {
        string policy = """{"effect":"permit","principal":{"op":"All"},"action":{"op":"All"},"resource":{"op":"All"},"conditions":[]}""";
        string text = json
            .Replace(":P", $":{policy}", StringComparison.Ordinal)
            .Replace(":T", $":{policy.Replace("\"principal\":{\"op\":\"All\"}", "\"principal\":{\"op\":\"==\",\"slot\":\"?principal\"}", StringComparison.Ordinal)}", StringComparison.Ordinal)
            .Replace(":U", """:{"type":"User","id":"u"}""", StringComparison.Ordinal);

        CedarJsonException refused = Assert.Throws<CedarJsonException>(() => CedarPolicyJson.ParsePolicyStore(new SourceText(text)));

        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"!\":{\"arg\":", "{\"Value\":true}", "}}")]
    [InlineData("{\"&&\":{\"right\":{\"Value\":true},\"left\":", "{\"Value\":true}", "}}")]
    [InlineData("{\"Set\":[", "", "]}")]
    [InlineData("{\"Record\":{\"a\":", "{\"Value\":true}", "}}")]
    [InlineData("{\"ip\":[", "", "]}")]
    [InlineData("{\"if-then-else\":{\"if\":{\"Value\":1},\"then\":{\"Value\":1},\"else\":", "{\"Value\":true}", "}}")]
    [InlineData("{\"is\":{\"left\":{\"Var\":\"context\"},\"entity_type\":\"A\",\"in\":", "{\"Value\":true}", "}}")]
    public void The_deepest_expression_that_is_read_can_be_walked_and_deeper_ones_are_refused(string open, string core, string close)
    {
        (int read, int refused) = (0, 100_000);
        while (refused - read > 1)
        {
            int middle = (read + refused) / 2;
            bool isRead = SmallStack.Run(() => IsRead(Nest(open, core, close, middle)));
            (read, refused) = isRead ? (middle, refused) : (read, middle);
        }

        string json = Nest(open, core, close, read);
        string written = SmallStack.Run(() => CedarPolicyJson.Write(CedarPolicyJson.ParsePolicy(new SourceText(json))));

        Assert.InRange(read, 240, 500);
        Assert.Equal(written, SmallStack.Run(() => CedarPolicyJson.Write(CedarPolicyJson.ParsePolicy(new SourceText(written)))));
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Deep_values_are_refused_too(string open, string close)
    {
        Assert.True(SmallStack.Run(() => IsRead(Open + "{\"Value\":" + Nested(400) + "}" + Close)));
        Assert.False(SmallStack.Run(() => IsRead(Open + "{\"Value\":" + Nested(501) + "}" + Close)));
        Assert.False(SmallStack.Run(() => IsRead(Open + "{\"Value\":" + Nested(100_000) + "}" + Close)));

        string Nested(int levels) => string.Concat(Enumerable.Repeat(open, levels)) + "1" + string.Concat(Enumerable.Repeat(close, levels));
    }

    [Fact]
    public void The_deepest_text_survives_the_way_to_JSON()
    {
        string chain = string.Join(" && ", Enumerable.Repeat("true", 500));
        Policy policy = Parse.Policies($"permit (principal, action, resource) when {{ {chain} }};")[0];

        Assert.Equal(SyntaxDump.Of(policy), SyntaxDump.Of(CedarPolicyJson.ParsePolicy(new SourceText(CedarPolicyJson.Write(policy)))));
    }

    [Fact]
    public void An_expression_that_stands_for_more_than_itself_is_counted_in_full()
    {
        string twice = Nest("""{"if-then-else":{"then":{"Value":1},"else":{"Value":1},"if":{"is":{"entity_type":"A","in":{"Var":"context"},"left":""", """{"Var":"context"}""", "}}}}", 40);

        Assert.StartsWith("the JSON stands for more than 1048576 syntax nodes", Refusal(twice), StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_can_be_lowered()
    {
        string json = Open + """{"!":{"arg":{"!":{"arg":{"Value":true}}}}}""" + Close;
        string set = $$$"""{"staticPolicies":{"a":{{{json}}},"b":{{{json}}}}}""";

        Assert.Equal("the JSON is longer than 20 bytes", Refusal(json, new PolicyJsonOptions { MaximumBytes = 20 }));
        Assert.StartsWith("an expression nests deeper than 2 levels", Refusal(json, new PolicyJsonOptions { MaximumDepth = 2 }), StringComparison.Ordinal);
        Assert.StartsWith("the JSON stands for more than 2 syntax nodes", Refusal(json, new PolicyJsonOptions { MaximumNodes = 2 }), StringComparison.Ordinal);
        Assert.StartsWith(
            "the policy set has more than 1 policies at /staticPolicies/b",
            Assert.Throws<CedarJsonException>(() => CedarPolicyJson.ParsePolicyStore(new SourceText(set), new PolicyJsonOptions { MaximumPolicies = 1 })).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PolicyJsonOptions { MaximumDepth = 501 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PolicyJsonOptions { MaximumBytes = 0 });
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public void Whatever_the_JSON_is_changed_to_it_is_read_or_refused(int seed)
    {
        Random random = new(seed);
        AnyExpression any = new(random);
        Policy policy = Parse.Policies("@a(\"b\") permit (principal in A::\"b\", action in [Action::\"c\"], resource is D);")[0];
        int read = 0;
        for (int i = 0; i < 5_000; i++)
        {
            string json = MutatedText.Of(CedarPolicyJson.Write(policy with { Conditions = [new Condition(IsUnless: false, any.Next(depth: 3), default)] }), random);
            try
            {
                CedarPolicyJson.Write(CedarPolicyJson.ParsePolicy(new SourceText(json)));
                read++;
            }
            catch (CedarJsonException refused)
            {
                Assert.DoesNotContain(refused.Message, char.IsControl);
            }
        }

        Assert.InRange(read, 1, 4_999);
    }

    private static string Nest(string open, string core, string close, int levels) =>
        Open + string.Concat(Enumerable.Repeat(open, levels)) + core + string.Concat(Enumerable.Repeat(close, levels)) + Close;

    private static bool IsRead(string json)
    {
        try
        {
            CedarPolicyJson.ParsePolicy(new SourceText(json));
            return true;
        }
        catch (CedarJsonException)
        {
            return false;
        }
    }

    private static string Refusal(string json, PolicyJsonOptions? options = null) =>
        Assert.Throws<CedarJsonException>(() => CedarPolicyJson.ParsePolicy(new SourceText(json), options: options)).Message;
}

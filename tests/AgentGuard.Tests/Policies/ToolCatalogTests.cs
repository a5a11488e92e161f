using System.Text;

namespace AgentGuard.Tests.Policies;

/// <summary>What <c>tools.json</c> may say, and how it is refused where it says something else.</summary>
public sealed class ToolCatalogTests
{
    [Fact]
    public void A_catalog_says_what_the_deployer_knows()
    {
        string hex = string.Concat(Enumerable.Repeat("0123456789ABCDEF", 4));
        ToolCatalog catalog = Load($$"""
            { "tools": {
                "payments.transfer": {
                  "groups": ["money", "egress"],
                  "resource": { "type": "Account", "argument": "/to" },
                  "arguments": { "/to": { "kind": "account", "role": "party" }, "/reference": { "role": "content", "sensitive": true } },
                  "failure": "no_effect",
                  "pin": "sha256:{{hex}}" },
                "mail.read": { "groups": ["read_only"], "output": { "labels": ["mail"], "fields": { "/received": { "trust": "trusted" }, "/items/*/from": { "labels": ["address"] } } } },
                "clock": { "output": { "trust": "trusted" } } } }
            """);

        Assert.Equal(["local.clock", "mail.read", "payments.transfer"], catalog.Tools.Select(tool => tool.Id.ToString()).Order(StringComparer.Ordinal));
        ToolEntry transfer = Find(catalog, "payments.transfer");
        Assert.Equal(["money", "egress"], transfer.Groups);
        Assert.Equal(new ResourceMapping("Account", "/to"), transfer.Resource);
        Assert.Equal(new ArgumentEntry(ArgumentKind.Account, ArgumentRole.Party), transfer.Arguments["/to"]);
        Assert.Equal(new ArgumentEntry(ArgumentKind.None, ArgumentRole.Content, IsSensitive: true), transfer.Arguments["/reference"]);
        Assert.True(transfer.FailureHasNoEffect);
        Assert.Equal("sha256:" + hex.ToLowerInvariant(), transfer.Pin);

        ToolEntry mail = Find(catalog, "mail.read");
        Assert.Equal(["mail"], mail.Output.Labels);
        Assert.Equal(OutputTrust.Trusted, mail.Output.Fields["/received"].Trust);
        Assert.Null(mail.Output.Fields["/items/*/from"].Trust);
        Assert.Equal(["address"], mail.Output.Fields["/items/*/from"].Labels);
        Assert.Equal(OutputTrust.Trusted, Find(catalog, "local.clock").Output.Trust);
    }

    [Fact]
    public void What_the_catalog_does_not_say_is_the_careful_choice()
    {
        ToolEntry tool = Find(Load("""{ "tools": { "files.read": {} } }"""), "files.read");

        Assert.Empty(tool.Groups);
        Assert.Null(tool.Resource);
        Assert.Empty(tool.Arguments);
        Assert.Equal(OutputTrust.Untrusted, tool.Output.Trust);
        Assert.Empty(tool.Output.Labels);
        Assert.False(tool.FailureHasNoEffect);
        Assert.Null(tool.Pin);
    }

    [Fact]
    public void A_tool_that_is_not_there_is_not_found() =>
        Assert.False(Load("""{ "tools": { "files.read": {} } }""").TryFind(ToolId.Parse("files.Read"), out _));

    [Theory]
    [InlineData("""{ "groups": ["money"], "resources": {} }""", "4:24: error: unknown member `resources` → did you mean `resource`?")]
    [InlineData("""{ "x": 1 }""", "4:3: error: unknown member `x` → known are `groups`, `resource`, `arguments`, `output`, `failure`, `purpose`, `pin`")]
    [InlineData("""{ "Groups": [] }""", "4:3: error: unknown member `Groups` → did you mean `groups`?")]
    [InlineData("[]", "4:1: error: expected an object, found a list")]
    [InlineData("null", "4:1: error: expected an object, found null")]
    [InlineData("""{ "groups": "money" }""", "4:13: error: expected a list, found a string")]
    [InlineData("""{ "groups": [1] }""", "4:14: error: expected a string, found a number")]
    [InlineData("""{ "groups": [""] }""", "4:14: error: the text is empty")]
    [InlineData("""{ "groups": ["a", "b", "a"] }""", "4:24: error: `a` stands twice")]
    [InlineData("""{ "groups": ["a\nb"] }""", "4:14: error: a name holds a control character")]
    [InlineData("""{ "groups": ["payments.transfer"] }""", "4:14: error: the group `payments.transfer` has a dot → only tools have one: `toolset.name`")]
    [InlineData("""{ "groups": [], "groups": ["money"] }""", "4:17: error: `groups` stands twice in one object")]
    [InlineData("""{ "groups": [], "gro\u0075ps": ["money"] }""", "4:17: error: `groups` stands twice in one object")]
    [InlineData("""{ "resource": { "type": "Account" } }""", "4:15: error: member `argument` is missing")]
    [InlineData("""{ "resource": { "argument": "/to" } }""", "4:15: error: member `type` is missing")]
    [InlineData("""{ "resource": { "type": "an account", "argument": "/to" } }""", "4:25: error: `an account` cannot be the type of a resource → name an entity type of your own, such as `Account`")]
    [InlineData("""{ "resource": { "type": "Action", "argument": "/to" } }""", "4:25: error: `Action` cannot be the type of a resource → name an entity type of your own, such as `Account`")]
    [InlineData("""{ "resource": { "type": "Ns::Action", "argument": "/to" } }""", "4:25: error: `Ns::Action` cannot be the type of a resource → name an entity type of your own, such as `Account`")]
    [InlineData("""{ "resource": { "type": "Toolset", "argument": "/to" } }""", "4:25: error: `Toolset` cannot be the type of a resource → name an entity type of your own, such as `Account`")]
    [InlineData("""{ "resource": { "type": "Account", "argument": "/items/*/to" } }""", "4:48: error: `*` cannot name a resource → point at the list itself: each of its elements is decided")]
    [InlineData("""{ "resource": { "type": "Account", "argument": 1 } }""", "4:48: error: expected a string, found a number")]
    [InlineData("""{ "arguments": { "": {} } }""", "4:18: error: the pointer is empty → name an argument, such as `/to`")]
    [InlineData("""{ "arguments": { "/to": { "kind": "acount" } } }""", "4:35: error: unknown kind `acount` → did you mean `account`?")]
    [InlineData("""{ "arguments": { "/to": { "kind": "Account" } } }""", "4:35: error: unknown kind `Account` → did you mean `account`?")]
    [InlineData("""{ "arguments": { "/to": { "kind": "zip" } } }""", "4:35: error: unknown kind `zip` → known are `account`, `email`, `path`, `url`")]
    [InlineData("""{ "arguments": { "/to": { "role": "partei" } } }""", "4:35: error: unknown role `partei` → did you mean `party`?")]
    [InlineData("""{ "arguments": { "/to": { "sensitive": "yes" } } }""", "4:40: error: expected `true` or `false`, found a string")]
    [InlineData("""{ "arguments": { "/to": { "senstive": true } } }""", "4:27: error: unknown member `senstive` → did you mean `sensitive`?")]
    [InlineData("""{ "output": { "trust": "trustd" } }""", "4:24: error: unknown trust `trustd` → did you mean `trusted`?")]
    [InlineData("""{ "output": { "fields": { "/a": { "trust": true } } } }""", "4:44: error: expected a string, found a boolean")]
    [InlineData("""{ "output": { "fields": { "/a": { "kind": "path" } } } }""", "4:35: error: unknown member `kind` → known are `trust`, `labels`, `role`")]
    [InlineData("""{ "failure": "no-effect" }""", "4:14: error: unknown failure `no-effect` → did you mean `no_effect`?")]
    [InlineData("""{ "pin": "sha256:12" }""", "4:10: error: expected `sha256:` and 64 hex digits")]
    [InlineData("""{ "pin": "\ud800" }""", "4:10: error: the text holds a lone surrogate")]
    public void A_mistake_is_refused_where_it_stands(string tool, string refusal)
    {
        using TemporaryBundle bundle = new();
        bundle.Write("tools.json", $"{{ \"tools\":\n{{ \"mail.send\": {{}},\n\"payments.transfer\":\n{tool} }} }}");

        Assert.Equal($"tools.json:{refusal}", bundle.Refusal().Split('\n')[0]);
    }

    [Theory]
    [InlineData("agentguard.approve", "error: the toolset `agentguard` is the guard's own → name a toolset of yours")]
    [InlineData(".transfer", "error: `.transfer` names no tool → a tool is `toolset.name`")]
    [InlineData("payments.", "error: `payments.` names no tool → a tool is `toolset.name`")]
    [InlineData("", "error: `` names no tool → a tool is `toolset.name`")]
    [InlineData("a\\u0000.b", "error: `a\\u{0}.b` names no tool → a tool is `toolset.name`")]
    public void What_names_no_tool_of_the_deployer_is_refused(string name, string refusal)
    {
        using TemporaryBundle bundle = new();
        bundle.Write("tools.json", $$"""{ "tools": { "{{name}}": {} } }""");

        Assert.Equal($"tools.json:1:14: {refusal}", bundle.Refusal());
    }

    [Fact]
    public void A_tool_under_two_spellings_is_refused()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("tools.json", """{ "tools": { "clock": {}, "local.clock": {} } }""");

        Assert.Equal("tools.json:1:27: error: `local.clock` stands twice → a tool without a toolset is in `local`", bundle.Refusal());
    }

    [Theory]
    [InlineData("", "1:1: error: the text ends before the JSON does")]
    [InlineData("{ \"tools\": {", "1:13: error: the text ends before the JSON does")]
    [InlineData("{ \"tools\": {} } x", "1:17: error: unexpected `x`")]
    [InlineData("{\n  // mine\n}", "2:3: error: unexpected `/` → JSON has no comments")]
    [InlineData("{ \"tools\": {}, }", "1:16: error: unexpected `}` → a comma before it is one too many")]
    [InlineData("{ \"ä\": 1, 'tools': {} }", "1:11: error: unexpected `'` → JSON has double quotes only")]
    [InlineData("{ 😀 }", "1:3: error: unexpected `😀`")]
    [InlineData("[]", "1:1: error: expected an object, found a list")]
    [InlineData("{}", "1:1: error: member `tools` is missing")]
    [InlineData("{ \"tols\": {}, \"tools\": {} }", "1:3: error: unknown member `tols` → did you mean `tools`?")]
    public void What_is_not_strict_JSON_is_refused_with_its_place(string text, string refusal)
    {
        using TemporaryBundle bundle = new();
        bundle.Write("tools.json", text);

        Assert.Equal($"tools.json:{refusal}", bundle.Refusal());
    }

    [Fact]
    public void Columns_count_characters_and_not_bytes()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("tools.json", """{ "tools": { "zähler.größe": { "gruppen": [] } } }""");

        Assert.StartsWith("tools.json:1:32: error: unknown member `gruppen`", bundle.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_UTF_8_is_refused()
    {
        using TemporaryBundle bundle = new();
        File.WriteAllBytes(bundle.PathOf("tools.json"), [.. "{ \"tools\": { \""u8, 0xE9, .. "\": {} } }"u8]);

        Assert.Equal("tools.json:1:1: error: the file is not UTF-8 → save it as UTF-8", bundle.Refusal());
    }

    [Fact]
    public void A_byte_order_mark_is_taken()
    {
        using TemporaryBundle bundle = new();
        File.WriteAllText(bundle.PathOf("tools.json"), """{ "tools": { "files.read": {} } }""", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.Single(bundle.Load().Catalog.Tools);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Ten_thousand_levels_are_refused_and_do_not_overflow(string open, string close)
    {
        using TemporaryBundle bundle = new();
        bundle.Write("tools.json", string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000)));

        Assert.Contains("error: nested deeper than 32 levels", bundle.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_tools_are_refused()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("tools.json", $$"""{ "tools": { {{string.Join(",\n", Enumerable.Range(0, 10_001).Select(i => $"\"t.n{i}\":{{}}"))}} } }""");

        Assert.Equal("tools.json:10001:1: error: more than 10000 tools", bundle.Refusal());
    }

    [Fact]
    public void Many_mistakes_are_reported_up_to_a_hundred()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("tools.json", $$"""{ "tools": { {{string.Join(",", Enumerable.Range(0, 500).Select(i => $"\"t.n{i}\":1"))}} } }""");

        Assert.Equal(100, bundle.Refusal().Split('\n').Length);
    }

    private static ToolCatalog Load(string tools)
    {
        using TemporaryBundle bundle = new();
        return bundle.Write("tools.json", tools).Load().Catalog;
    }

    private static ToolEntry Find(ToolCatalog catalog, string tool) =>
        catalog.TryFind(ToolId.Parse(tool), out ToolEntry? entry) ? entry : throw new InvalidOperationException($"{tool} is not there");
}

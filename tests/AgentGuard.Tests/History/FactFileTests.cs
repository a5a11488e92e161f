using AgentGuard.Tests.Policies;

namespace AgentGuard.Tests.History;

/// <summary>What is wrong with <c>facts.json</c> is told where it stands, and refuses the bundle.</summary>
public sealed class FactFileTests
{
    private const string Tools = """
        { "tools": { "payments.transfer": { "groups": ["money"] }, "files.read": { "output": { "labels": ["secret"] } } } }
        """;

    public static TheoryData<string, string> Mistakes => new()
    {
        { """{ "kind": "total", "event": "admitted" }""", "unknown kind of fact `total` → known are `count`, `distinct`, `last`, `seen`, `streak`, `sum`" },
        { """{ "kind": "count" }""", "member `event` is missing" },
        { """{ "kind": "count", "event": "ad-mitted" }""", "`ad-mitted` is no kind of event → the guard writes `admitted`, `denied`, `error`, `held`, `released`, `request`, `response`; a kind of yours has letters, digits and underscores" },
        { """{ "kind": "count", "event": "admitted", "tool": "payments.transfr" }""", "the catalog has no tool `payments.transfr` → did you mean `payments.transfer`?" },
        { """{ "kind": "count", "event": "admitted", "group": "mony" }""", "no tool is in the group `mony` → did you mean `money`?" },
        { """{ "kind": "count", "event": "admitted", "tool": "files.read", "group": "money" }""", "either a tool or a group → a group holds the tools that the catalog puts there" },
        { """{ "kind": "count", "event": "login", "tool": "files.read" }""", "an event of yours has no tool → `login` is none that the guard writes" },
        { """{ "kind": "seen", "event": "response", "label": "secrets" }""", "no output has the label `secrets` → did you mean `secret`?" },
        { """{ "kind": "seen", "event": "admitted", "label": "secret" }""", "`admitted` events have no label → labels are of outputs: count `response` or `error`" },
        { """{ "kind": "sum", "event": "admitted", "tool": "payments.transfer" }""", "`x` lacks `field` → say which field: `input.amount`" },
        { """{ "kind": "count", "event": "admitted", "tool": "payments.transfer", "field": "input.cents" }""", "`x` has `field` → only a sum and a distinct count have one" },
        { """{ "kind": "streak", "event": "error", "tool": "payments.transfer" }""", "`x` lacks `since` → say which event breaks the row: `{ \"event\": \"response\" }`" },
        { """{ "kind": "count", "event": "admitted", "tool": "payments.transfer", "since": { "event": "response" } }""", "`x` has `since` → only a streak has one" },
        { """{ "kind": "sum", "event": "admitted", "field": "input.cents" }""", "`x` counts `admitted` events of any tool, and not every tool has `input.cents` → name a `tool` or a `group`" },
        { """{ "kind": "sum", "event": "admitted", "tool": "payments.transfer", "field": "cents" }""", "`cents` is no field that a fact can name here → known are `input.…`, `agent`, `digest`, `resource`, `root`, `tool`" },
        { """{ "kind": "sum", "event": "admitted", "tool": "payments.transfer", "field": "output.cents" }""", "`output.cents` is no field that a fact can name here → outputs are known of `response` and `error` alone" },
        { """{ "kind": "count", "event": "login", "where": { "input.x": "root" } }""", "`input.x` is no field that a fact can name here → a field of an event of yours is a name of letters, digits and underscores" },
        { """{ "kind": "count", "event": "login", "where": { "user": "output.x" } }""", "`output.x` is no field that a fact can name here → known are `input.…`, `agent`, `digest`, `resource`, `root`, `tool`" },
        { """{ "kind": "count", "event": "admitted", "window": "1 day" }""", "`1 day` is no window → write a number and a unit, `90s`, `15m`, `24h` or `7d`, of at most 400 days" },
        { """{ "kind": "count", "event": "admitted", "window": "0h" }""", "`0h` is no window → write a number and a unit, `90s`, `15m`, `24h` or `7d`, of at most 400 days" },
        { """{ "kind": "count", "event": "admitted", "window": "401d" }""", "`401d` is no window → write a number and a unit, `90s`, `15m`, `24h` or `7d`, of at most 400 days" },
        { """{ "kind": "count", "event": "admitted", "window": "8d" }""", "the history is kept for 168 hours, and a window of `8d` looks back further → make the window shorter, or let the store keep more" },
        { """{ "kind": "count", "event": "admitted", "key": "user" }""", "unknown key `user` → known are `session`, `principal`, `agent`, `tenant`, `session.<attribute>` and `principal.<attribute>`" },
        { """{ "kind": "count", "event": "denied", "key": "principal.team" }""", "of a `denied` event the attributes of the principal are not known → key it by `principal`, or count `admitted`, `response` or `error`" },
        { """{ "kind": "count", "event": "admitted", "start": "full" }""", "unknown start `full` → known are `closed`, `open`" },
        { """{ "kind": "count", "event": "admitted", "wher": {} }""", "unknown member `wher` → did you mean `where`?" },
        { """{ "kind": "count", "event": "admitted", "window": "2147483647h" }""", "`2147483647h` is no window → write a number and a unit, `90s`, `15m`, `24h` or `7d`, of at most 400 days" },
        { """{ "kind": "count", "event": "Denied" }""", "the guard writes no `Denied` → did you mean `denied`? An event of yours has to be called otherwise" },
        { """{ "kind": "count", "event": "requests" }""", "the guard writes no `requests` → did you mean `request`? An event of yours has to be called otherwise" },
        { """{ "kind": "sum", "event": "admitted", "tool": "payments.transfer", "field": "root" }""", "`x` sums `root`, which is no number → sum an argument or an output: `input.cents`" },
        { """{ "kind": "seen", "event": "admitted", "tool": "payments.transfer", "where": { "input.to": "root" } }""", "`input.to` and `root` are never equal → compare arguments and outputs with arguments, `digest` with `digest`, and the rest with each other" },
        { """{ "kind": "seen", "event": "admitted", "tool": "payments.transfer", "where": { "root": "input.to" } }""", "`root` and `input.to` are never equal → compare arguments and outputs with arguments, `digest` with `digest`, and the rest with each other" },
        { """{ "kind": "seen", "event": "admitted", "tool": "payments.transfer", "where": { "digest": "input.to" } }""", "`digest` and `input.to` are never equal → compare arguments and outputs with arguments, `digest` with `digest`, and the rest with each other" },
        { """[]""", "expected an object, found a list" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_told(string fact, string message)
    {
        using TemporaryBundle bundle = new TemporaryBundle().Write("tools.json", Tools).Write("facts.json", $$"""{ "facts": { "x": {{fact}} } }""");

        PolicyBundleException refusal = Assert.Throws<PolicyBundleException>(() => PolicyBundle.Load(bundle.Folder, new BundleOptions { HistoryRetention = TimeSpan.FromDays(7) }));

        Assert.Contains(message, refusal.Diagnostics.Select(static diagnostic => diagnostic.Help is null ? diagnostic.Message : $"{diagnostic.Message} → {diagnostic.Help}"));
        Assert.All(refusal.Diagnostics, static diagnostic => Assert.Equal("facts.json", diagnostic.Source.Name));
    }

    [Theory]
    [InlineData("calls", "the guard's own facts are called so")]
    [InlineData("labels", "the guard's own facts are called so")]
    [InlineData("paid-today", "use letters, digits and underscores")]
    public void A_name_is_one_that_policies_can_read_and_nobody_elses(string name, string help)
    {
        using TemporaryBundle bundle = new TemporaryBundle().Write("tools.json", Tools).Write("facts.json", $$"""{ "facts": { "{{name}}": { "kind": "count", "event": "admitted" } } }""");

        Assert.Equal($"facts.json:1:14: error: `{name}` cannot be the name of a fact → {help}", bundle.Refusal());
    }

    [Fact]
    public void Facts_are_held_to_the_tools_and_policies_to_the_facts()
    {
        ToolDefinition transfer = new(
            ToolId.Parse("payments.transfer"),
            inputSchema: System.Text.Json.JsonElement.Parse("""{"type":"object","properties":{"to":{"type":"string"},"cents":{"type":"integer"}},"required":["to","cents"],"additionalProperties":false}"""));
        using TemporaryBundle bundle = new TemporaryBundle()
            .Write("tools.json", Tools)
            .Write("schema.cedarschema", "")
            .Write("facts.json", """
                { "facts": {
                    "paid": { "kind": "sum", "event": "admitted", "tool": "payments.transfer", "field": "input.cents" },
                    "named": { "kind": "sum", "event": "admitted", "tool": "payments.transfer", "field": "input.to" },
                    "gone": { "kind": "distinct", "event": "admitted", "tool": "payments.transfer", "field": "input.iban" } } }
                """);

        Assert.Equal(
            """
            facts.json:3:5: error: `named` sums `input.to`, which is text for `payments.transfer` → only whole numbers are summed: count money in its smallest unit
            facts.json:4:5: error: `gone` counts calls of `payments.transfer` by `input.iban`, an argument that it does not have → name a field that all the tools of the fact have
            """.ReplaceLineEndings("\n"),
            bundle.Refusal([transfer]));

        bundle.Write("facts.json", """{ "facts": { "paid": { "kind": "sum", "event": "admitted", "tool": "payments.transfer", "field": "input.cents" } } }""");
        bundle.Write("treasury.cedar", """forbid (principal, action == Action::"payments.transfer", resource) when { context.history.paid + context.input.cents > 500 };""");
        Assert.Contains("paid: Long", bundle.Load([transfer]).PrintSchema([transfer]), StringComparison.Ordinal);

        bundle.Write("treasury.cedar", """forbid (principal, action == Action::"payments.transfer", resource) when { context.history.payd > 500 };""");
        Assert.Contains("payd", bundle.Refusal([transfer]), StringComparison.Ordinal);
        bundle.Write("treasury.cedar", """forbid (principal, action == Action::"payments.transfer", resource) when { context.history.paid };""");
        Assert.Contains("treasury.cedar:1:", bundle.Refusal([transfer]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("input.cents", "input.to", "compares `input.cents`, which is a whole number for `payments.transfer`, with `input.to`, which is text → they are never equal")]
    [InlineData("output.fee", "input.to", "compares `output.fee`, which is a whole number for `payments.transfer`, with `input.to`, which is text → they are never equal")]
    [InlineData("output.id", "input.cents", "compares `output.id`, which is text for `payments.transfer`, with `input.cents`, which is a whole number → they are never equal")]
    [InlineData("output.fees", "input.cents", "counts calls of `payments.transfer` by `output.fees`, which its output schema does not declare → name a field that all the tools of the fact have")]
    [InlineData("output.fee", "input.cents", null)]
    [InlineData("output.fee", "input.rate", null)]
    [InlineData("output.id", "input.to", null)]
    [InlineData("input.to", "input.to", null)]
    public void What_is_compared_can_be_equal(string eventField, string callField, string? mistake)
    {
        ToolDefinition transfer = new(
            ToolId.Parse("payments.transfer"),
            inputSchema: System.Text.Json.JsonElement.Parse("""{"type":"object","properties":{"to":{"type":"string"},"cents":{"type":"integer"},"rate":{"type":"number"}}}"""),
            outputSchema: System.Text.Json.JsonElement.Parse("""{"type":"object","properties":{"id":{"type":"string"},"fee":{"type":"integer"}}}"""));
        using TemporaryBundle bundle = new TemporaryBundle()
            .Write("tools.json", Tools)
            .Write("schema.cedarschema", "")
            .Write("facts.json", $$"""{ "facts": { "x": { "kind": "seen", "event": "response", "tool": "payments.transfer", "where": { "{{eventField}}": "{{callField}}" } } } }""");

        if (mistake is null)
        {
            Assert.NotNull(bundle.Load([transfer]));
        }
        else
        {
            Assert.Equal($"facts.json:1:14: error: `x` {mistake}", bundle.Refusal([transfer]));
        }
    }

    [Fact]
    public void An_output_that_is_no_whole_number_is_not_summed()
    {
        ToolDefinition transfer = new(
            ToolId.Parse("payments.transfer"), outputSchema: System.Text.Json.JsonElement.Parse("""{"type":"object","properties":{"id":{"type":"string"}}}"""));
        using TemporaryBundle bundle = new TemporaryBundle()
            .Write("tools.json", Tools)
            .Write("schema.cedarschema", "")
            .Write("facts.json", """{ "facts": { "x": { "kind": "sum", "event": "response", "tool": "payments.transfer", "field": "output.id" } } }""");

        Assert.Equal(
            "facts.json:1:14: error: `x` sums `output.id`, which is text for `payments.transfer` → only whole numbers are summed: count money in its smallest unit",
            bundle.Refusal([transfer]));
    }
}

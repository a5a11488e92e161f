using System.Text.Json;
using AgentGuard.Tests.Policies;

namespace AgentGuard.Tests.History;

/// <summary>Temporal conditions are held to the schemas of the tools: what can never be equal, ordered or summed refuses the bundle.</summary>
public sealed class ConditionTypeTests
{
    private static readonly ToolDefinition[] s_tools =
    [
        new(ToolId.Parse("payments.transfer"), inputSchema: JsonElement.Parse("""{"type":"object","properties":{"to":{"type":"string"},"cents":{"type":"integer"},"rate":{"type":"number"},"urgent":{"type":"boolean"}},"required":["to","cents"]}""")),
        new(ToolId.Parse("mail.send"), inputSchema: JsonElement.Parse("""{"type":"object","properties":{"to":{"type":"string"}}}""")),
        new(ToolId.Parse("free.form"), inputSchema: JsonElement.Parse("""{"type":"object"}""")),
    ];

    public static TheoryData<string, string> Mistakes => new()
    {
        { """formerly within 1h Action::"payments.transfer"::request{ input.cents: "5" }""", "`input.cents` is a whole number, and is compared with text" },
        { """formerly within 1h Action::"payments.transfer"::request{ input.urgent: 1 }""", "`input.urgent` is `true` or `false`, and is compared with a whole number" },
        { """formerly within 1h Action::"payments.transfer"::request{ input.rate: 1 }""", "`input.rate` is a number with decimals, and is compared with a whole number" },
        { """formerly within 1h Action::"payments.transfer"::request{ input.cents: context.input.to }""", "`input.cents` is a whole number, and is compared with text" },
        { """formerly within 1h Action::"payments.transfer"::request{ callerPrincipal: "alice" }""", "`callerPrincipal` is an entity, and is compared with text" },
        { """formerly within 1h Action::"payments.transfer"::request{ requestId: principal }""", "`requestId` is text, and is compared with an entity" },
        { """formerly within 1h Action::"payments.transfer"::request{ input.iban: "x" }""", "`payments.transfer` has no argument `input.iban`" },
        { """formerly within 1h Action::"payments.transfer"::request{ input.to: context.input.iban }""", "the condition compares with `context.input.iban`, which `payments.transfer` does not have" },
        { """exists (a: String). (formerly within 1h Action::"payments.transfer"::request{ input.cents: a })""", "`input.cents` is a whole number, and is compared with text" },
        { """exists (a: String). (formerly within 1h Action::"payments.transfer"::request{ input.to: a } && a > 5)""", "one side is text" },
        { """exists (a: Long). (formerly within 1h Action::"payments.transfer"::request{ input.cents: a } && a == "5")""", "one side is a whole number, and is compared with text" },
        { """exists (t: Long). (formerly within 1h (Action::"payments.transfer"::request{} && tp(t)))""", "`t` is the place of an event, and is declared as a whole number" },
        { """(sum a for (a: String), (t: Timepoint). where formerly within 1h (Action::"payments.transfer"::request{ input.to: a } && tp(t))) > 5""", "`a` is summed, and is text" },
        { """count_within(1h, Action::"payments.transfer"::request{ input.to: _ }) > context.input.to""", "one side is text" },
        { """count_distinct_within(n, 1h, Action::"payments.transfer"::request{ input.cents: n }) > 5""", "`input.cents` is a whole number, and is compared with text" },
        { """formerly within 1h (5 == context.input.cents)""", "this is about nothing that happened" },
        { """formerly within 1h Action::"payments.transfer"::request{} && context.input.cents > 5""", "this is about nothing that happened" },
        { """!(context.input.cents > 5) since within 1h Action::"payments.transfer"::request{}""", "this is about nothing that happened" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_refuses_the_bundle(string condition, string mistake)
    {
        using TemporaryBundle bundle = Bundle($$"""forbid (principal, action == Action::"payments.transfer", resource) when temporal { {{condition}} };""");

        Assert.Contains(mistake, bundle.Refusal(s_tools), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""formerly within 1h Action::"payments.transfer"::request{ input.cents: context.input.cents, input.to: "x", callerPrincipal: principal }""")]
    [InlineData("""formerly within 1h Action::"free.form"::response{ input.anything: context.input.cents, output.count: "5" }""")]
    [InlineData("""sum_within(a, 1h, Action::"payments.transfer"::request{ input.cents: a }) > context.input.cents""")]
    [InlineData("""count_distinct_within(n, 1h, Action::"mail.send"::request{ input.to: n }) == 5""")]
    [InlineData("""exists (p: Acme::User). (formerly within 1h Action::"mail.send"::request{ callerPrincipal: p } && p != principal)""")]
    public void What_fits_is_taken(string condition)
    {
        using TemporaryBundle bundle = Bundle($$"""forbid (principal, action == Action::"payments.transfer", resource) when temporal { {{condition}} };""");

        Assert.NotNull(bundle.Load(s_tools));
    }

    private static TemporaryBundle Bundle(string policy) => new TemporaryBundle()
        .Write("tools.json", """{ "tools": { "payments.transfer": {}, "mail.send": {}, "free.form": {} } }""")
        .Write("schema.cedarschema", "")
        .Write("treasury.cedar", policy);
}

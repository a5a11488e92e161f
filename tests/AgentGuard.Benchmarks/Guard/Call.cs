using System.Text.Json;

namespace AgentGuard.Benchmarks.Guard;

/// <summary>What is called over and over, and what should come of it.</summary>
/// <param name="Name">What the row is called.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Json">The arguments as a model writes them.</param>
/// <param name="Arguments">The same arguments as a framework passes them.</param>
/// <param name="Result">What the tool returns, by the number of the call.</param>
/// <param name="Expected">How the call ends.</param>
/// <param name="IsRedacted">Whether its result is changed.</param>
internal sealed record Call(
    string Name,
    ToolDefinition Tool,
    string Json,
    KeyValuePair<string, object?>[] Arguments,
    Func<int, JsonElement> Result,
    ToolCallStatus Expected,
    bool IsRedacted = false)
{
    private static readonly JsonElement[] s_receipts =
    [
        .. Enumerable.Range(0, 5000).Select(static i => JsonElement.Parse($$"""{ "status": "done", "reference": "PAY-{{i:0000}}" }""")),
    ];

    private static readonly JsonElement s_customer = JsonElement.Parse(
        """{ "id": 7, "name": "ACME", "cards": [ { "number": "4111 1111 1111 1111", "expires": "12/29" }, { "number": "5500 0000 0000 0004", "expires": "01/30" } ] }""");

    private static readonly ToolDefinition s_transfer = new(
        new ToolId("payments", "transfer"),
        "Transfers money to an account.",
        JsonElement.Parse("""
            {
              "type": "object",
              "properties": {
                "to": { "type": "string", "description": "The payee's account.", "minLength": 4, "maxLength": 34 },
                "amount": { "type": "integer", "description": "In whole units of the currency.", "minimum": 1, "maximum": 1000000 },
                "currency": { "type": "string", "enum": ["EUR", "USD", "CHF"] },
                "memo": { "type": ["string", "null"], "maxLength": 140 },
                "tags": { "type": "array", "items": { "type": "string" }, "maxItems": 5 }
              },
              "required": ["to", "amount", "currency"],
              "additionalProperties": false
            }
            """));

    private static readonly ToolDefinition s_read = new(
        new ToolId("crm", "read"),
        "Reads a customer.",
        JsonElement.Parse("""{ "type": "object", "properties": { "id": { "type": "integer", "minimum": 1 } }, "required": ["id"] }"""));

    public static Call Permitted { get; } = Transfer("guarded call", 250, ToolCallStatus.Executed);

    public static Call Denied { get; } = Transfer("denied call", 9000, ToolCallStatus.Denied);

    public static Call Redacted { get; } = new(
        "redacted call", s_read, """{"id":7}""", [new("id", 7)], static _ => s_customer, ToolCallStatus.Executed, IsRedacted: true);

    private static Call Transfer(string name, int amount, ToolCallStatus expected) => new(
        name,
        s_transfer,
        $$"""{"to":"DE89370400440532013000","amount":{{amount}},"currency":"EUR","memo":"Invoice 2026-117","tags":["invoice","acme"]}""",
        [new("to", "DE89370400440532013000"), new("amount", amount), new("currency", "EUR"), new("memo", "Invoice 2026-117"), new("tags", new[] { "invoice", "acme" })],
        static number => s_receipts[number % s_receipts.Length],
        expected);
}

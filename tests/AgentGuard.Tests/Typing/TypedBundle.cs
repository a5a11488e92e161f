using AgentGuard.Tests.Policies;
using AgentGuard.Tests.Requests;

namespace AgentGuard.Tests.Typing;

/// <summary>A bundle with a schema, and the tools of a treasury.</summary>
internal static class TypedBundle
{
    public const string Types = """
        entity Group;
        entity User in [Group] { roles: Set<String>, level?: Long };
        entity Account;
        type Environment = { stage: String };
        type SessionAttributes = { purpose?: String };
        """;

    public const string Catalog = """
        { "tools": {
            "payments.transfer": { "groups": ["money", "egress"], "resource": { "type": "Account", "argument": "/to" } },
            "mail.send": { "groups": ["egress"] },
            "vault.read": { "groups": ["secrets"] } } }
        """;

    public static ToolDefinition Transfer { get; } = Tool("payments.transfer", """
        { "type": "object", "required": ["to", "amount"], "properties": {
            "to": { "type": "string" }, "amount": { "type": "integer" }, "fee": { "type": "number" }, "urgent": { "type": "boolean", "default": false },
            "reference": { "type": ["string", "null"] }, "lines": { "type": "array", "items": { "type": "object", "properties": { "text": { "type": "string" } } } },
            "options": { "type": ["string", "integer"] }, "extra": { "type": "object" } } }
        """);

    public static ToolDefinition Mail { get; } = Tool("mail.send", """
        { "type": "object", "required": ["to"], "properties": { "to": { "type": "array", "items": { "type": "string" } } } }
        """);

    /// <summary>The tools of this process; <c>vault.read</c> runs in another.</summary>
    public static ToolDefinition[] Tools { get; } = [Transfer, Mail];

    public static ToolDefinition Tool(string id, string? schema) => new(ToolId.Parse(id), inputSchema: schema is null ? null : Json.Of(schema));

    /// <summary>Policies in a bundle with a schema. Everything that they do not say is permitted.</summary>
    public static TemporaryBundle With(string policies, string? types = Types)
    {
        TemporaryBundle bundle = new TemporaryBundle().Write("tools.json", Catalog).Write("treasury.cedar", policies + "\npermit (principal is User, action, resource);\n");
        return types is null ? bundle : bundle.Write("schema.cedarschema", types);
    }
}

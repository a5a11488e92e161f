namespace AgentGuard.Cli.Tests;

/// <summary>A small bundle that is right.</summary>
internal static class Treasury
{
    public const string Policies = """
        @id("treasurer-pays")
        permit (
          principal is User,
          action == Action::"payments.transfer",
          resource
        )
        when { principal.roles.contains("treasurer") };

        """;

    public const string Catalog = """
        {
          "tools": {
            "payments.transfer": {
              "groups": ["money"],
              "arguments": { "/to": { "kind": "account", "role": "party" } }
            },
            "mail.read": {}
          }
        }

        """;

    public const string Schema = """
        // Who acts.
        entity User { roles: Set<String> };

        """;

    public const string Definitions = """
        {
          "toolsets": {
            "payments": [
              {
                "name": "transfer",
                "description": "Sends money.",
                "inputSchema": {
                  "type": "object",
                  "required": ["to", "amount"],
                  "properties": { "to": { "type": "string" }, "amount": { "type": "integer" } }
                }
              }
            ]
          }
        }

        """;

    public static TemporaryFolder Create() => new TemporaryFolder()
        .Write("treasury/treasury.cedar", Policies)
        .Write("treasury/tools.json", Catalog)
        .Write("treasury/schema.cedarschema", Schema)
        .Write("treasury/definitions.json", Definitions);
}

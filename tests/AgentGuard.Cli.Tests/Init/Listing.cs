using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentGuard.Cli.Tests.Init;

/// <summary>Listings of tools, as servers answer.</summary>
internal static class Listing
{
    /// <summary>A server with a tool of each sort.</summary>
    public const string Office = """
        {
          "tools": [
            {
              "name": "read_file",
              "description": "Reads a file.",
              "inputSchema": { "type": "object", "properties": { "path": { "type": "string" } }, "required": ["path"], "additionalProperties": false },
              "annotations": { "readOnlyHint": true }
            },
            {
              "name": "write_file",
              "description": "Creates a file, or overwrites it.",
              "inputSchema": { "type": "object", "properties": { "path": { "type": "string" }, "content": { "type": "string" } }, "required": ["path", "content"] }
            },
            { "name": "create_label", "inputSchema": { "type": "object", "properties": { "name": { "type": "string" } } } },
            {
              "name": "send_mail",
              "description": "Sends a mail.",
              "inputSchema": { "type": "object", "properties": { "to": { "type": "array", "items": { "type": "string" } }, "body": { "type": "string" } }, "required": ["to"] }
            },
            {
              "name": "pay_invoice",
              "inputSchema": { "type": "object", "properties": { "iban": { "type": "string" }, "amount": { "type": "integer" }, "api_key": { "type": "string" } }, "required": ["iban", "amount"] }
            },
            { "name": "run_report", "description": "Runs it.", "inputSchema": { "type": "object", "properties": { "sql": { "type": "string" } }, "required": ["sql"] } },
            { "name": "get_api_key", "inputSchema": { "type": "object" } },
            { "name": "deploy", "inputSchema": { "type": "object" } },
            { "name": "whatever", "inputSchema": { "type": "object" }, "annotations": { "destructiveHint": true, "openWorldHint": true } }
          ]
        }
        """;

    /// <summary>A listing of tools in one toolset.</summary>
    public static string Of(string toolset, IEnumerable<JsonObject> tools) =>
        new JsonObject { ["toolsets"] = new JsonObject { [toolset] = new JsonArray([.. tools.Cast<JsonNode>()]) } }.ToJsonString();

    /// <summary>A tool.</summary>
    public static JsonObject Tool(string name, string? description = null, JsonNode? schema = null, JsonNode? annotations = null)
    {
        JsonObject tool = new() { ["name"] = name, ["inputSchema"] = schema ?? new JsonObject { ["type"] = "object" } };
        if (description is not null)
        {
            tool["description"] = description;
        }

        if (annotations is not null)
        {
            tool["annotations"] = annotations;
        }

        return tool;
    }

    /// <summary>The text as a JSON string.</summary>
    public static string Json(string text) => JsonSerializer.Serialize(text);
}

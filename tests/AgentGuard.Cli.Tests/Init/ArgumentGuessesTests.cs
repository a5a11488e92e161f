using System.Text.Json;
using AgentGuard.Cli.Init;

namespace AgentGuard.Cli.Tests.Init;

/// <summary>What the catalog gets to say of arguments comes from their names and types.</summary>
public sealed class ArgumentGuessesTests
{
    [Theory]
    [InlineData("read_file", """{ "path": { "type": "string" } }""", "/path path target")]
    [InlineData("read_files", """{ "paths": { "type": "array", "items": { "type": "string" } } }""", "/paths path target")]
    [InlineData("move_file", """{ "source": { "type": "string" }, "destination": { "type": "string" } }""", "/source path target; /destination path target")]
    [InlineData("translate", """{ "source": { "type": "string" } }""", "")]
    [InlineData("edit_file", """{ "edits": { "type": "array", "items": { "type": "object", "properties": { "newText": { "type": "string" } } } } }""", "/edits/*/newText content")]
    [InlineData("fetch", """{ "url": { "type": "string" }, "outputPath": { "type": ["string", "null"] } }""", "/url url target; /outputPath path target")]
    [InlineData("read", """{ "uri": { "type": "string" }, "path": { "type": "integer" } }""", "")]
    [InlineData("send_mail", """{ "to": { "type": "string" }, "reply_email": { "type": "string" }, "subject": { "type": "string" } }""", "/to party; /reply_email email party; /subject content")]
    [InlineData("pay", """{ "iban": { "type": "string" }, "accountNumber": { "type": "string" }, "amount": { "type": "integer" } }""", "/iban account party; /accountNumber account party")]
    [InlineData("login", """{ "user": { "type": "string" }, "password": { "type": "string" }, "api_key": { "type": "string" }, "max_tokens": { "type": "integer" } }""", "/password sensitive; /api_key sensitive")]
    [InlineData("connect", """{ "database_url": { "type": "string" }, "auth": { "type": "object", "properties": { "token": { "type": "string" } } } }""", "/database_url sensitive; /auth/token sensitive")]
    [InlineData("odd", """{ "a/b~path": { "type": "string" }, "*": { "type": "string" }, "": { "type": "string" } }""", "/a~1b~0path path target")]
    [InlineData("odd", """{ "path": { "enum": ["a"], "type": "string" }, "url": true }""", "")]
    public void Names_and_types_tell(string tool, string properties, string expected)
    {
        ToolDefinition definition = new(new ToolId("server", tool), inputSchema: JsonElement.Parse($$"""{ "properties": {{properties}} }"""));

        Assert.Equal(expected, string.Join("; ", ArgumentGuesses.Of(definition).Select(entry => Describe(entry.Key, entry.Value))));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("""{ "properties": [] }""")]
    [InlineData("""{ "properties": { "path": { "type": 1, "items": 2, "properties": 3 } }, "required": "path" }""")]
    public void A_schema_that_is_none_tells_nothing_wrong(string schema) =>
        Assert.DoesNotContain(ArgumentGuesses.Of(new ToolDefinition(new ToolId("server", "x"), inputSchema: JsonElement.Parse(schema))), entry => entry.Value.Kind != ArgumentKind.None);

    [Fact]
    public void A_schema_of_ten_thousand_arguments_is_looked_at_for_its_first_ones()
    {
        string properties = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"{i}_path\": {{ \"type\": \"string\" }}"));
        ToolDefinition definition = new(new ToolId("server", "x"), inputSchema: JsonElement.Parse($$"""{ "properties": { {{properties}} } }"""));

        Assert.Equal(200, ArgumentGuesses.Of(definition).Count);
    }

    private static string Describe(string pointer, ArgumentEntry entry)
    {
        string kind = entry.Kind == ArgumentKind.None ? "" : $" {entry.Kind}";
        string role = entry.Role == ArgumentRole.None ? "" : $" {entry.Role}";
        return (pointer + kind.ToLowerInvariant() + role.ToLowerInvariant() + (entry.IsSensitive ? " sensitive" : "")).Trim();
    }
}

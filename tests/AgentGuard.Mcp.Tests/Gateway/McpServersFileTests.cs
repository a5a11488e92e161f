namespace AgentGuard.Mcp.Tests.Gateway;

public sealed class McpServersFileTests
{
    private static readonly Dictionary<string, string> s_variables = new(StringComparer.Ordinal) { ["TOKEN"] = "secret", ["HERE"] = "/srv" };

    [Fact]
    public void The_form_of_clients_is_read_with_what_is_the_gateways_own()
    {
        IReadOnlyList<McpUpstream> servers = Read(
            """
            { "mcpServers": {
                "files": { "command": "npx", "args": ["-y", "server", "${HERE}/project"], "env": { "KEY": "${TOKEN}" }, "cwd": "/tmp", "prefix": "f_", "autoApprove": ["x"], },
                // a comment, as clients allow
                "web": { "type": "http", "url": "https://example.org/mcp", "headers": { "Authorization": "Bearer ${TOKEN}" } },
                "off": { "disabled": true } } }
            """);

        StdioUpstream files = Assert.IsType<StdioUpstream>(servers[0]);
        Assert.Equal(("files", "npx", "f_", "/tmp", false), (files.Key, files.Command, files.Prefix, files.WorkingDirectory, files.InheritsEnvironment));
        Assert.Equal(["-y", "server", "/srv/project"], files.Arguments);
        Assert.Equal("secret", files.Environment["KEY"]);
        HttpUpstream web = Assert.IsType<HttpUpstream>(servers[1]);
        Assert.Equal(("web", "https://example.org/mcp", "Bearer secret"), (web.Key, web.Url.ToString(), web.Headers["Authorization"]));
        Assert.Equal(2, servers.Count);
    }

    [Theory]
    [InlineData("{", "the configuration is no JSON: line 1, column 2")]
    [InlineData("[]", "the configuration has no object `mcpServers`")]
    [InlineData("""{ "servers": {} }""", "the configuration has no object `mcpServers`")]
    [InlineData("""{ "mcpServers": { "files": 7 } }""", "server `files` is no object")]
    [InlineData("""{ "mcpServers": { "files": {} } }""", "server `files` has neither `command` nor `url`")]
    [InlineData("""{ "mcpServers": { "files": { "command": "x", "url": "http://x" } } }""", "server `files` has a `command` and a `url`: one of them says where it is")]
    [InlineData("""{ "mcpServers": { "files": { "url": "here" } } }""", "server `files` `url` is no absolute URL")]
    [InlineData("""{ "mcpServers": { "files": { "url": "file:///etc/passwd" } } }""", "server `files`: the URL is not one of http or https")]
    [InlineData("""{ "mcpServers": { "files": { "type": "sse", "url": "http://x" } } }""", "server `files` transport `sse` is not supported: use `http`, which is streamable HTTP")]
    [InlineData("""{ "mcpServers": { "files": { "command": "x", "args": "-y" } } }""", "server `files` has a `args` that is not a list of texts")]
    [InlineData("""{ "mcpServers": { "files": { "command": "x", "args": [1] } } }""", "server `files` has a value in `args` that is no text")]
    [InlineData("""{ "mcpServers": { "files": { "command": "x", "env": { "A": 1 } } } }""", "server `files` has a value in `env.A` that is no text")]
    [InlineData("""{ "mcpServers": { "files": { "command": "${NOWHERE}" } } }""", "server `files` needs the environment variable `NOWHERE`, which is not set")]
    public void A_mistake_is_named_where_it_stands(string json, string message)
    {
        Assert.Equal(message, Assert.Throws<McpGatewayException>(() => Read(json)).Message);
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("agentguard")]
    [InlineData("a\\u202eb")]
    public void A_key_that_can_be_no_toolsets_is_refused(string key)
    {
        Assert.StartsWith("server `", Assert.Throws<McpGatewayException>(() => Read($$"""{ "mcpServers": { "{{key}}": { "command": "x" } } }""")).Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<McpUpstream> Read(string json) => McpServersFile.Read(json, s_variables.GetValueOrDefault);
}

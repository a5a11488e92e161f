using System.Text.Json.Nodes;

namespace AgentGuard.Mcp.Tests.Gateway;

public sealed class HttpUpstreamTests
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task A_call_goes_to_the_url_with_the_headers_and_back(string type)
    {
        using HttpServer server = new() { OnCall = (call, response) => HttpServer.WriteAsync(response, Message(call, "\"done\"", type), type) };
        await using GatewayScene scene = new(new HttpUpstream("files", server.Url) { Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer secret" } });
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        JsonObject answer = await client.CallAsync("read");

        Assert.Equal("done", (string?)answer["result"]!["content"]![0]!["text"]);
        Assert.Equal("Bearer secret", server.Headers!["Authorization"]);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task An_answer_that_is_too_long_is_an_error_and_the_next_call_passes(string type)
    {
        int calls = 0;
        using HttpServer server = new()
        {
            OnCall = (call, response) => HttpServer.WriteAsync(response, Message(call, calls++ == 0 ? $"\"{new string('x', 3_000_000)}\"" : "\"done\"", type), type),
        };
        await using GatewayScene scene = new(new HttpUpstream("files", server.Url)) { Options = { Limits = { MaxMessageBytes = 1_000_000 } } };
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        string text = (string)(await client.CallAsync("read"))["result"]!["content"]![0]!["text"]!;

        Assert.Equal("server `files` gave an answer that cannot be read. Whether `read` has done anything is not known.", text);
        Assert.Equal("done", (string?)(await client.CallAsync("read"))["result"]!["content"]![0]!["text"]);
    }

    [Theory]
    [InlineData("Bad Name", "Bearer s3cret")]
    [InlineData("Authorization", "Bearer s3cret\nX-Other: 1")]
    public async Task A_header_that_cannot_be_sent_is_named_without_its_value(string name, string value)
    {
        await using GatewayScene scene = new(new HttpUpstream("files", new Uri("http://127.0.0.1:9/")) { Headers = new Dictionary<string, string> { [name] = value } });

        await scene.Open().InitializeAsync();

        Assert.Contains($"Server `files` is not there: server `files` has a header that cannot be sent: `{name}`", scene.Log.Lines);
        Assert.DoesNotContain(scene.Log.Lines, static line => line.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_http_error_that_repeats_the_token_does_not_bring_it_into_the_log()
    {
        using HttpServer server = new()
        {
            OnCall = static (_, response) =>
            {
                response.StatusCode = 403;
                return HttpServer.WriteAsync(response, "not for Bearer s3cret", "text/plain");
            },
        };
        await using GatewayScene scene = new(new HttpUpstream("files", server.Url) { Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer s3cret" } });
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        JsonObject answer = await client.CallAsync("read");

        Assert.DoesNotContain("s3cret", answer.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(scene.Log.Lines, static line => line.EndsWith("it answered with the HTTP status 403", StringComparison.Ordinal));
        Assert.DoesNotContain(scene.Log.Lines, static line => line.StartsWith("Server `", StringComparison.Ordinal) && line.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_that_are_long_together_and_short_each_pass()
    {
        using HttpServer server = new()
        {
            OnCall = (call, response) => HttpServer.WriteAsync(
                response,
                string.Concat(Enumerable.Repeat($$$"""data: {"jsonrpc":"2.0","method":"notifications/nobody","params":{"x":"{{{new string('x', 500_000)}}}"}}""" + "\n\n", 6)) + Message(call, "\"done\"", "text/event-stream"),
                "text/event-stream"),
        };
        await using GatewayScene scene = new(new HttpUpstream("files", server.Url)) { Options = { Limits = { MaxMessageBytes = 1_000_000 } } };
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        Assert.Equal("done", (string?)(await client.CallAsync("read"))["result"]!["content"]![0]!["text"]);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_headers()
    {
        using HttpServer elsewhere = new() { OnCall = static (call, response) => HttpServer.WriteAsync(response, Message(call, "\"stolen\"", "application/json")) };
        using HttpServer server = new()
        {
            OnCall = (_, response) =>
            {
                response.StatusCode = 307;
                response.RedirectLocation = elsewhere.Url.ToString();
                return Task.CompletedTask;
            },
        };
        await using GatewayScene scene = new(new HttpUpstream("files", server.Url) { Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer secret" } });
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        JsonObject answer = await client.CallAsync("read");

        Assert.True((bool?)answer["result"]!["isError"]);
        Assert.Null(elsewhere.Headers);
    }

    private static string Message(JsonNode call, string text, string type)
    {
        string json = $$$"""{"jsonrpc":"2.0","id":{{{call["id"]!.ToJsonString()}}},"result":{"content":[{"type":"text","text":{{{text}}}}]}}""";
        return type == "text/event-stream" ? $"event: message\ndata: {json}\n\n" : json;
    }
}

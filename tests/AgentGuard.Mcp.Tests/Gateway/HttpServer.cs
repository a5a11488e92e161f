using System.Net;
using System.Text.Json.Nodes;

namespace AgentGuard.Mcp.Tests.Gateway;

/// <summary>A server over HTTP on this machine, whose answers a test writes.</summary>
internal sealed class HttpServer : IDisposable
{
    private readonly HttpListener _listener;

    public HttpServer()
    {
        for (int port = 20_000 + (Environment.ProcessId % 20_000); ; port++)
        {
            try
            {
                _listener = new HttpListener();
                _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
                _listener.Start();
                Url = new Uri($"http://127.0.0.1:{port}/mcp");
                break;
            }
            catch (HttpListenerException)
            {
                // Somebody has that port.
            }
        }

        _ = Task.Run(ListenAsync);
    }

    public Uri Url { get; }

    /// <summary>The headers of the last request.</summary>
    public System.Collections.Specialized.NameValueCollection? Headers { get; private set; }

    /// <summary>Answers a call of a tool.</summary>
    public required Func<JsonNode, HttpListenerResponse, Task> OnCall { get; init; }

    public static async Task WriteAsync(HttpListenerResponse response, string text, string type = "application/json")
    {
        response.ContentType = type;
        await using StreamWriter writer = new(response.OutputStream);
        await writer.WriteAsync(text);
    }

    public void Dispose() => _listener.Close();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            if (context.Request.HttpMethod != "POST")
            {
                context.Response.StatusCode = 405;
                return;
            }

            Headers = context.Request.Headers;
            using StreamReader reader = new(context.Request.InputStream);
            JsonNode message = JsonNode.Parse(await reader.ReadToEndAsync())!;
            string result = (string?)message["method"] switch
            {
                "initialize" => """{"protocolVersion":"2025-06-18","capabilities":{"tools":{"listChanged":true}},"serverInfo":{"name":"http","version":"1"}}""",
                "tools/list" => $$"""{"tools":[{{ScriptedServer.Tool("read")}}]}""",
                _ => "",
            };
            if ((string?)message["method"] == "tools/call")
            {
                await OnCall(message, context.Response);
            }
            else if (message["id"] is null)
            {
                context.Response.StatusCode = 202;
            }
            else
            {
                await WriteAsync(context.Response, result is ""
                    ? $$$"""{"jsonrpc":"2.0","id":{{{message["id"]!.ToJsonString()}}},"error":{"code":-32601,"message":"Method not found"}}"""
                    : $$"""{"jsonrpc":"2.0","id":{{message["id"]!.ToJsonString()}},"result":{{result}}}""");
            }
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Whoever asked has gone.
        }
        finally
        {
            context.Response.Close();
        }
    }
}

using System.Text;
using System.Text.Json;

namespace AgentGuard.Mcp.Tests;

/// <summary>A connection without a client: a test writes the lines, and reads those that come back.</summary>
internal sealed class WireClient(Stream input, Stream output) : IAsyncDisposable
{
    private readonly StreamReader _reader = new(output, Encoding.UTF8);

    /// <summary>Shakes hands as the elder protocol does.</summary>
    public async Task<WireClient> InitializeAsync()
    {
        await AskAsync(0, """{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"wire","version":"1"}}}""");
        await WriteAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        return this;
    }

    public async Task WriteAsync(string line)
    {
        await input.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
        await input.FlushAsync();
    }

    /// <summary>Writes a request and waits for its answer; notifications in between are left out.</summary>
    public async Task<JsonElement> AskAsync(long id, string line)
    {
        await WriteAsync(line);
        while (await _reader.ReadLineAsync() is { } read)
        {
            JsonElement message = JsonElement.Parse(read);
            if (message.TryGetProperty("id", out JsonElement answered) && answered.ValueKind == JsonValueKind.Number && answered.GetInt64() == id)
            {
                return message;
            }
        }

        throw new IOException("the server has closed the connection");
    }

    /// <summary>Calls a tool.</summary>
    /// <param name="id">The request's id.</param>
    /// <param name="tool">The tool's name.</param>
    /// <param name="arguments">The arguments as they are written.</param>
    /// <param name="more">Further members of the parameters, each as it is written.</param>
    public Task<JsonElement> CallAsync(long id, string tool, string arguments, params string[] more) => AskAsync(id, Request(id, tool, arguments, more));

    public static string Request(long id, string tool, string arguments, params string[] more) =>
        $$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}{{{string.Concat(more.Select(static member => "," + member))}}} }}""";

    /// <summary>What a request of the newer protocol says of its client; without a name where that is null.</summary>
    public static string Meta(string? name, string capabilities = "{}") => string.Concat(
        "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",",
        name is null ? "" : $"\"io.modelcontextprotocol/clientInfo\":{{\"name\":{JsonSerializer.Serialize(name)},\"version\":\"1\"}},",
        $"\"io.modelcontextprotocol/clientCapabilities\":{capabilities}}}");

    /// <summary>Writes a request and reads all that comes, up to its answer.</summary>
    public async Task<string> ReadUntilAsync(long id, string line)
    {
        await WriteAsync(line);
        StringBuilder read = new();
        while (await _reader.ReadLineAsync() is { } message)
        {
            read.AppendLine(message);
            if (JsonElement.Parse(message).TryGetProperty("id", out JsonElement answered) && answered.GetInt64() == id)
            {
                return read.ToString();
            }
        }

        throw new IOException("the server has closed the connection");
    }

    /// <summary>Waits for the next notification of a method.</summary>
    public async Task<JsonElement> NextAsync(string method)
    {
        while (await _reader.ReadLineAsync() is { } read)
        {
            JsonElement message = JsonElement.Parse(read);
            if (message.TryGetProperty("method", out JsonElement found) && found.ValueEquals(method))
            {
                return message;
            }
        }

        throw new IOException("the server has closed the connection");
    }

    public async ValueTask DisposeAsync()
    {
        await input.DisposeAsync();
        _reader.Dispose();
    }
}

using System.Text.Json;

namespace AgentGuard.Mcp;

/// <summary>
/// Reads servers from the form that clients use: <c>{"mcpServers": {"files": {"command": …, "args": […], "env": {…}, "cwd": …}, "web": {"url": …, "headers": {…}}}}</c>.
/// The keys are the toolsets that policies name. <c>"prefix"</c> is this gateway's own; what else clients keep there is passed over.
/// </summary>
public static class McpServersFile
{
    private static readonly JsonDocumentOptions s_lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a configuration.</summary>
    /// <param name="json">The text, with comments where a client allows them. <c>${NAME}</c> in a value stands for a variable of the environment.</param>
    /// <param name="variable">The environment's variables; null for what is not set.</param>
    /// <returns>The servers, in the text's order, without those that are <c>"disabled"</c>.</returns>
    /// <exception cref="McpGatewayException">The text cannot be read, or a server in it cannot be one; the message says where.</exception>
    public static IReadOnlyList<McpUpstream> Read(string json, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(variable);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, s_lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("mcpServers", out JsonElement servers)
                || servers.ValueKind != JsonValueKind.Object)
            {
                throw new McpGatewayException("the configuration has no object `mcpServers`");
            }

            return [.. servers.EnumerateObject().Where(IsEnabled).Select(server => Server(server, variable))];
        }
        catch (JsonException e)
        {
            throw new McpGatewayException($"the configuration is no JSON: line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}", e);
        }
        catch (InvalidOperationException e)
        {
            // The parser's word for half a character, which it finds only where it is read.
            throw new McpGatewayException("the configuration holds a text that is no Unicode", e);
        }
    }

    private static bool IsEnabled(JsonProperty server) =>
        server.Value.ValueKind != JsonValueKind.Object || !server.Value.TryGetProperty("disabled", out JsonElement disabled) || disabled.ValueKind != JsonValueKind.True;

    private static McpUpstream Server(JsonProperty server, Func<string, string?> variable)
    {
        McpServerEntry entry = new(server.Name, server.Value, variable);
        string prefix = entry.Text("prefix") ?? "";
        (string? command, string? url) = (entry.Text("command"), entry.Text("url"));
        try
        {
            return (command, url, entry.Text("type")) switch
            {
                ({ } program, null, null or "stdio") => new StdioUpstream(server.Name, program, entry.Texts("args"))
                {
                    Prefix = prefix,
                    Environment = entry.Members("env"),
                    WorkingDirectory = entry.Text("cwd"),
                },
                (null, { } address, null or "http" or "streamable-http" or "streamableHttp") =>
                    new HttpUpstream(server.Name, Uri.TryCreate(address, UriKind.Absolute, out Uri? found) ? found : throw entry.Fault("`url` is no absolute URL"))
                    {
                        Prefix = prefix,
                        Headers = entry.Members("headers"),
                    },
                (null, { }, { } type) => throw entry.Fault($"transport `{type}` is not supported: use `http`, which is streamable HTTP"),
                ({ }, { }, _) => throw entry.Fault("has a `command` and a `url`: one of them says where it is"),
                ({ }, null, { } type) => throw entry.Fault($"has a `command`, and type `{type}` has none"),
                _ => throw entry.Fault("has neither `command` nor `url`"),
            };
        }
        catch (ArgumentException e)
        {
            throw new McpGatewayException($"server `{PlainText.Of(server.Name)}`: {ArgumentFault.Of(e)}", e);
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>A tool of a server behind the gateway.</summary>
internal sealed class UpstreamTool(UpstreamConnection server, string shownName, Tool tool, ToolDefinition definition) : McpServerTool, IUpstreamPrimitive
{
    /// <inheritdoc/>
    public UpstreamConnection Server => server;

    /// <summary>What policies call it, and what its pin is of.</summary>
    public ToolDefinition Definition => definition;

    /// <summary>Why it does not run, whatever policies say; null where it does.</summary>
    public string? Blocked { get; init; }

    /// <inheritdoc/>
    public override Tool ProtocolTool { get; } = shownName == tool.Name ? tool : new Tool
    {
        Name = shownName,
        Title = tool.Title,
        Description = tool.Description,
        InputSchema = tool.InputSchema,
        OutputSchema = tool.OutputSchema,
        Annotations = tool.Annotations,
        Icons = tool.Icons,
        Meta = tool.Meta,
    };

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata { get; } = [definition];

    /// <inheritdoc/>
    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        JsonObject arguments = new((request.Params.Arguments ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
            .Select(static argument => KeyValuePair.Create(argument.Key, Node(argument.Value))));
        JsonObject parameters = new() { ["name"] = tool.Name, ["arguments"] = arguments };
        try
        {
            CallToolResult result = await server.RequestAsync<CallToolResult>(RequestMethods.ToolsCall, parameters, Asker.Of(request), cancellationToken).ConfigureAwait(false);

            // Which revision of the protocol the server speaks is not the client's business.
            result.ResultType = null;
            return result;
        }
        catch (UpstreamException e)
        {
            return new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = $"{e.Message}. Whether `{shownName}` has done anything is not known." }] };
        }
    }

    /// <summary>A copy: a node may stand in one document alone.</summary>
    private static JsonNode? Node(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        _ => JsonValue.Create(value),
    };
}

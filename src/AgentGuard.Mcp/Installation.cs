using System.Runtime.CompilerServices;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>Puts the guard's filters into a server's options, once.</summary>
internal static class Installation
{
    private static readonly ConditionalWeakTable<McpServerOptions, Installed> Known = [];

    public static void Install(McpServerOptions options, ToolCallGuard guard, McpGuardOptions guardOptions)
    {
        Installed installed = Known.GetValue(options, _ => new Installed(guard, guardOptions));
        if (!ReferenceEquals(installed.Guard, guard))
        {
            throw new InvalidOperationException("this server is guarded already, by other policies: a server has one guard");
        }

        options.Filters.Request.CallToolFilters.Add(next => (context, cancellationToken) => CallAsync(guard, guardOptions, context, next, cancellationToken));
    }

    private static async ValueTask<CallToolResult> CallAsync(
        ToolCallGuard guard,
        McpGuardOptions options,
        RequestContext<CallToolRequestParams> context,
        McpRequestHandler<CallToolRequestParams, CallToolResult> next,
        CancellationToken cancellationToken)
    {
        string toolset = context.MatchedPrimitive is { } primitive && options.ToolsetOf is { } toolsetOf ? toolsetOf(primitive) : options.Toolset;
        ToolCallRequest request = new()
        {
            Tool = context.MatchedPrimitive is McpServerTool tool
                ? tool.Metadata.OfType<ToolDefinition>().FirstOrDefault() ?? McpTools.Describe(tool.ProtocolTool, toolset)
                : new ToolDefinition(new ToolId(toolset, context.Params.Name)),
            Arguments = ToolArguments.From((context.Params.Arguments ?? new Dictionary<string, JsonElement>()).Select(static argument => KeyValuePair.Create(argument.Key, (object?)argument.Value))),
            Scope = options.Scope is { } scope ? scope(context) : AgentScope.Current,
        };
        ToolCallOutcome outcome = await guard.InvokeAsync(
            request,
            async (decided, token) =>
            {
                context.Params.Arguments = decided.EnumerateObject().ToDictionary(static member => member.Name, static member => member.Value, StringComparer.Ordinal);
                CallToolResult result = await next(context, token).ConfigureAwait(false);
                return ToolResult.Unreadable(result, [.. result.Content.OfType<TextContentBlock>().Select(static block => JsonSerializer.SerializeToElement(block.Text))]);
            },
            cancellationToken).ConfigureAwait(false);
        return outcome.Result?.Value as CallToolResult ?? new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = outcome.Text }] };
    }

    private sealed record Installed(ToolCallGuard Guard, McpGuardOptions Options);
}

using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

#pragma warning disable MCPEXP002 // a call is decided before a task is made of it: that is the one pipeline where it can be
/// <summary><c>tools/call</c>. The tool is the one that the server matched and will invoke, whatever name the parameters hold by then.</summary>
internal sealed class ToolCallMapping(ToolDirectory tools) : CallMapping<CallToolRequestParams, ResultOrAlternate<CallToolResult>>
{
    private static readonly ConditionalWeakTable<CallToolResult, object> s_refusals = [];

    public override async ValueTask<Described> DescribeAsync(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken) =>
        context.MatchedPrimitive is McpServerTool tool
            ? tools.Of(tool)
            : await ListedTools.FindAsync(context, cancellationToken).ConfigureAwait(false) is { } listed ? tools.Of(listed) : tools.Unlisted(context.Params.Name);

    public override ToolArguments ReadWritten(RequestContext<CallToolRequestParams> context) => Written.Arguments(context.JsonRpcRequest);

    public override ToolArguments ReadPassed(RequestContext<CallToolRequestParams> context) =>
        Written.Of(context.Params.Arguments is { } arguments ? [.. arguments.Select(static argument => (argument.Key, (Action<Utf8JsonWriter>?)argument.Value.WriteTo))] : []);

    public override void Pass(RequestContext<CallToolRequestParams> context, JsonElement decided)
    {
        CallToolRequestParams before = context.Params;
        context.Params = new CallToolRequestParams
        {
            // The name that leads to the tool that was decided: an explicit handler looks it up once more.
            Name = context.MatchedPrimitive is McpServerTool tool ? ((IMcpServerPrimitive)tool).Id : before.Name,
            Arguments = decided.EnumerateObject().ToDictionary(static argument => argument.Name, static argument => argument.Value, StringComparer.Ordinal),
            Meta = before.Meta,
            InputResponses = before.InputResponses,
            RequestState = before.RequestState,
        };
        Written.Replace(context, [new("name", context.Params.Name), new("arguments", JsonObject.Create(decided))]);
    }

    public override ToolResult Decompose(ResultOrAlternate<CallToolResult> result, bool isRedacted)
    {
        try
        {
            return result.Result is { } immediate ? Decompose(result, immediate, isRedacted) : ToolResult.Unreadable(result, isRedacted ? [] : [Alternate(result)]);
        }
        catch (Exception)
        {
            // The tool has run, and its result may hold anything. Where something had to be redacted, it is withheld.
            return ToolResult.Unreadable(result);
        }
    }

    /// <summary>Text becomes text again, wherever it stood; what stands beside it, annotations and <c>_meta</c>, does not leave with it.</summary>
    public override ResultOrAlternate<CallToolResult> Compose(ResultOrAlternate<CallToolResult> original, IReadOnlyList<JsonElement> forms)
    {
        CallToolResult before = original.Result!;
        bool isStructured = before.StructuredContent is not null && forms.Count == before.Content.Count + 1;
        return new CallToolResult
        {
            Content = [.. forms.Take(isStructured ? forms.Count - 1 : forms.Count).Select(static form => new TextContentBlock { Text = ContentForms.Plain(form) })],
            StructuredContent = isStructured ? forms[^1] : null,
            IsError = before.IsError,
        };
    }

    public override ResultOrAlternate<CallToolResult> Refuse(string text)
    {
        CallToolResult refusal = new() { IsError = true, Content = [new TextContentBlock { Text = text }] };
        s_refusals.Add(refusal, refusal);
        return refusal;
    }

    public override bool IsRefusal(ResultOrAlternate<CallToolResult> result) => result.Result is { } immediate && s_refusals.TryGetValue(immediate, out _);

    public override bool IsDetached(ResultOrAlternate<CallToolResult> result) => result.IsAlternate;

    private static ToolResult Decompose(ResultOrAlternate<CallToolResult> value, CallToolResult result, bool isRedacted)
    {
        if (!ContentForms.TryRead(result.Content, isRedacted, out List<JsonElement> forms))
        {
            return ToolResult.Unreadable(value);
        }

        if (result.StructuredContent is { } structured)
        {
            forms.Add(structured);
        }

        if (!isRedacted && result.Meta is { Count: > 0 } meta)
        {
            forms.Add(ContentForms.Whole(meta));
        }

        return new ToolResult(value, forms, result.IsError is true);
    }

    private static JsonElement Alternate(ResultOrAlternate<CallToolResult> result) => JsonSerializer.SerializeToElement(result.Alternate!, result.AlternateTypeInfo!);
}
#pragma warning restore MCPEXP002

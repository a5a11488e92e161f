using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary><c>prompts/get</c>, of a <c>name</c> with <c>arguments</c>.</summary>
internal sealed class PromptMapping(ToolDirectory tools) : CallMapping<GetPromptRequestParams, GetPromptResult>
{
    public override ValueTask<Described> DescribeAsync(RequestContext<GetPromptRequestParams> context, CancellationToken cancellationToken) =>
        new(tools.ActionsOf(context.MatchedPrimitive).GetPrompt);

    public override ToolArguments ReadWritten(RequestContext<GetPromptRequestParams> context) =>
        Written.Of(("name", Written.Text(NameOf(context))), ("arguments", Written.Raw(context.JsonRpcRequest, "arguments")));

    public override ToolArguments ReadPassed(RequestContext<GetPromptRequestParams> context) => Written.Of(
        ("name", Written.Text(NameOf(context))),
        ("arguments", Written.Object(context.Params.Arguments, static (writer, value) => value.WriteTo(writer))));

    public override void Pass(RequestContext<GetPromptRequestParams> context, JsonElement decided)
    {
        GetPromptRequestParams before = context.Params;
        bool hasArguments = decided.TryGetProperty("arguments", out JsonElement arguments);
        string name = decided.GetProperty("name").GetString()!;
        context.Params = new GetPromptRequestParams
        {
            Name = name,
            Arguments = hasArguments ? arguments.EnumerateObject().ToDictionary(static argument => argument.Name, static argument => argument.Value, StringComparer.Ordinal) : null,
            Meta = before.Meta,
            InputResponses = before.InputResponses,
            RequestState = before.RequestState,
        };
        Written.Replace(context, [new("name", name), new("arguments", hasArguments ? JsonObject.Create(arguments) : null)]);
    }

    public override ToolResult Decompose(GetPromptResult result, bool isRedacted)
    {
        if (!ContentForms.TryRead(result.Messages.Select(static message => message.Content), isRedacted, out List<JsonElement> forms))
        {
            return ToolResult.Unreadable(result);
        }

        if (!isRedacted)
        {
            forms.AddRange(result.Description is { } description ? [ContentForms.Text(description)] : []);
            forms.AddRange(result.Meta is { Count: > 0 } meta ? [ContentForms.Whole(meta)] : []);
        }

        return new ToolResult(result, forms);
    }

    public override GetPromptResult Compose(GetPromptResult original, IReadOnlyList<JsonElement> forms) => new()
    {
        // A form that was an envelope has become several, and nobody can say any more who says which.
        Messages = [.. forms.Select((form, i) => new PromptMessage
        {
            Role = forms.Count == original.Messages.Count ? original.Messages[i].Role : Role.User,
            Content = new TextContentBlock { Text = ContentForms.Plain(form) },
        })],
    };

    public override GetPromptResult Refuse(string text) => throw new RefusedException(text);

    /// <summary>The prompt that was matched is the one that is got, whatever name the parameters hold by then.</summary>
    private static string NameOf(RequestContext<GetPromptRequestParams> context) =>
        context.MatchedPrimitive is McpServerPrompt prompt ? ((IMcpServerPrimitive)prompt).Id : context.Params.Name;
}

using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary><c>resources/read</c>, of a <c>uri</c>.</summary>
internal sealed class ResourceReadMapping(ToolDirectory tools) : CallMapping<ReadResourceRequestParams, ReadResourceResult>
{
    public override ValueTask<Described> DescribeAsync(RequestContext<ReadResourceRequestParams> context, CancellationToken cancellationToken) =>
        new(tools.ActionsOf(context.MatchedPrimitive).ReadResource);

    public override ToolArguments ReadWritten(RequestContext<ReadResourceRequestParams> context) => ReadPassed(context);

    /// <summary>A resource without a template reads itself, whatever the parameters have become.</summary>
    public override ToolArguments ReadPassed(RequestContext<ReadResourceRequestParams> context) => Written.Of(
        ("uri", Written.Text(context.MatchedPrimitive is McpServerResource { ProtocolResource: { } resource } ? resource.Uri : context.Params.Uri)));

    public override void Pass(RequestContext<ReadResourceRequestParams> context, JsonElement decided)
    {
        ReadResourceRequestParams before = context.Params;
        string uri = decided.GetProperty("uri").GetString()!;
        context.Params = new ReadResourceRequestParams { Uri = uri, Meta = before.Meta, InputResponses = before.InputResponses, RequestState = before.RequestState };
        Written.Replace(context, [new("uri", uri)]);
    }

    public override ToolResult Decompose(ReadResourceResult result, bool isRedacted)
    {
        List<JsonElement> forms = [];
        foreach (ResourceContents contents in result.Contents)
        {
            if (contents is not TextResourceContents text)
            {
                return ToolResult.Unreadable(result);
            }

            forms.Add(ContentForms.Text(text.Text));
            if (!isRedacted)
            {
                forms.Add(ContentForms.Text(text.Uri));
                forms.AddRange(contents.Meta is { Count: > 0 } meta ? [ContentForms.Whole(meta)] : []);
            }
        }

        forms.AddRange(!isRedacted && result.Meta is { Count: > 0 } own ? [ContentForms.Whole(own)] : []);
        return new ToolResult(result, forms);
    }

    public override ReadResourceResult Compose(ReadResourceResult original, IReadOnlyList<JsonElement> forms) => new()
    {
        Contents = [.. forms.Select(form => new TextResourceContents { Uri = original.Contents[0].Uri, MimeType = "application/json", Text = ContentForms.Plain(form) })],
        CacheScope = original.CacheScope is null ? null : CacheScope.Private,
        TimeToLive = original.TimeToLive,
    };

    public override ReadResourceResult Refuse(string text) => throw new RefusedException(text);
}

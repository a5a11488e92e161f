using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary><c>resources/subscribe</c>, to a <c>uri</c>. What comes of it says nothing; the resource is read by a request of its own.</summary>
internal sealed class SubscribeMapping(ToolDirectory tools) : CallMapping<SubscribeRequestParams, EmptyResult>
{
    public override ValueTask<Described> DescribeAsync(RequestContext<SubscribeRequestParams> context, CancellationToken cancellationToken) =>
        new(tools.ActionsOf(Primitives.Resource(context.Server.ServerOptions, context.Params.Uri)).Subscribe);

    public override ToolArguments ReadWritten(RequestContext<SubscribeRequestParams> context) => ReadPassed(context);

    public override ToolArguments ReadPassed(RequestContext<SubscribeRequestParams> context) => Arguments(context.Params.Uri);

    public static ToolArguments Arguments(string? uri) => Written.Of(("uri", Written.Text(uri)));

    public override void Pass(RequestContext<SubscribeRequestParams> context, JsonElement decided)
    {
        string uri = decided.GetProperty("uri").GetString()!;
        context.Params = new SubscribeRequestParams { Uri = uri, Meta = context.Params.Meta };
        Written.Replace(context, [new("uri", uri)]);
    }

    public override ToolResult Decompose(EmptyResult result, bool isRedacted) =>
        new(null, result.Meta is { Count: > 0 } meta && !isRedacted ? [ContentForms.Whole(meta)] : []);

    public override EmptyResult Compose(EmptyResult original, IReadOnlyList<JsonElement> forms) => new();

    public override EmptyResult Refuse(string text) => throw new RefusedException(text);
}

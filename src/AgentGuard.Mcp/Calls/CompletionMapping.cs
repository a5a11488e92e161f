using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary><c>completion/complete</c>, of an <c>argument</c> of a <c>ref</c>.</summary>
internal sealed class CompletionMapping(ToolDirectory tools) : CallMapping<CompleteRequestParams, CompleteResult>
{
    public override ValueTask<Described> DescribeAsync(RequestContext<CompleteRequestParams> context, CancellationToken cancellationToken) => new(tools.ActionsOf(context.Params.Ref switch
    {
        PromptReference prompt => Primitives.Prompt(context.Server.ServerOptions, prompt.Name),
        ResourceTemplateReference resource => Primitives.Resource(context.Server.ServerOptions, resource.Uri),
        _ => null,
    }).Complete);

    public override ToolArguments ReadWritten(RequestContext<CompleteRequestParams> context) => Written.Of(
        ("ref", Written.Raw(context.JsonRpcRequest, "ref")),
        ("argument", Written.Raw(context.JsonRpcRequest, "argument")),
        ("context", Written.Raw(context.JsonRpcRequest, "context")));

    public override ToolArguments ReadPassed(RequestContext<CompleteRequestParams> context) => Written.Of(
        ("ref", Typed(context.Params.Ref)),
        ("argument", Typed(context.Params.Argument)),
        ("context", context.Params.Context is { } known ? Typed(known) : null));

    public override void Pass(RequestContext<CompleteRequestParams> context, JsonElement decided)
    {
        JsonElement? known = decided.TryGetProperty("context", out JsonElement given) ? given : null;
        context.Params = new CompleteRequestParams
        {
            Ref = Read<Reference>(decided.GetProperty("ref")),
            Argument = Read<Argument>(decided.GetProperty("argument")),
            Context = known is { } member ? Read<CompleteContext>(member) : null,
            Meta = context.Params.Meta,
        };
        Written.Replace(context, decided.EnumerateObject().Select(static member => KeyValuePair.Create(member.Name, (JsonNode?)JsonObject.Create(member.Value))));
    }

    public override ToolResult Decompose(CompleteResult result, bool isRedacted) =>
        new(result, [JsonSerializer.SerializeToElement(new JsonObject { ["values"] = new JsonArray([.. result.Completion.Values.Select(static value => (JsonNode?)value)]) })]);

    public override CompleteResult Compose(CompleteResult original, IReadOnlyList<JsonElement> forms) => new()
    {
        Completion = new Completion { Values = [.. forms[0].GetProperty("values").EnumerateArray().Select(ContentForms.Plain)] },
    };

    public override CompleteResult Refuse(string text) => throw new RefusedException(text);

    private static Action<Utf8JsonWriter> Typed<T>(T value) =>
        writer => JsonSerializer.Serialize(writer, value, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T)));

    private static T Read<T>(JsonElement json) => (T)json.Deserialize(McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T)))!;
}

using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>A prompt of a server behind the gateway.</summary>
internal sealed class UpstreamPrompt(UpstreamConnection server, string shownName, Prompt prompt) : McpServerPrompt, IUpstreamPrimitive
{
    /// <inheritdoc/>
    public UpstreamConnection Server => server;

    /// <summary>What the server calls it.</summary>
    public string Name => prompt.Name;

    /// <inheritdoc/>
    public override Prompt ProtocolPrompt { get; } = shownName == prompt.Name ? prompt : new Prompt
    {
        Name = shownName,
        Title = prompt.Title,
        Description = prompt.Description,
        Arguments = prompt.Arguments,
        Icons = prompt.Icons,
        Meta = prompt.Meta,
    };

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public override async ValueTask<GetPromptResult> GetAsync(RequestContext<GetPromptRequestParams> request, CancellationToken cancellationToken = default)
    {
        JsonObject arguments = new((request.Params.Arguments ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
            .Select(static argument => KeyValuePair.Create(argument.Key, JsonSerializer.SerializeToNode(argument.Value))));
        JsonObject parameters = new() { ["name"] = prompt.Name, ["arguments"] = arguments };
        try
        {
            GetPromptResult result = await server.RequestAsync<GetPromptResult>(RequestMethods.PromptsGet, parameters, Asker.Of(request), cancellationToken).ConfigureAwait(false);
            result.ResultType = null;
            return result;
        }
        catch (UpstreamException e)
        {
            throw e.ToProtocolError();
        }
    }
}

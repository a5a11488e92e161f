using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>A resource of a server behind the gateway, a template of resources, or whatever else a server has that it does not list.</summary>
/// <param name="server">The server.</param>
/// <param name="template">The template; of a single resource, one that stands for its URI alone.</param>
/// <param name="resource">The single resource; null for a template.</param>
/// <param name="isMatch">Whether a URI is read here.</param>
internal sealed class UpstreamResource(UpstreamConnection server, ResourceTemplate template, Resource? resource, Func<UpstreamResource, string, bool> isMatch)
    : McpServerResource, IUpstreamPrimitive
{
    /// <inheritdoc/>
    public UpstreamConnection Server => server;

    /// <inheritdoc/>
    public override ResourceTemplate ProtocolResourceTemplate => template;

    /// <inheritdoc/>
    public override Resource? ProtocolResource => resource;

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public override bool IsMatch(string uri) => isMatch(this, uri);

    /// <inheritdoc/>
    public override async ValueTask<ReadResourceResult> ReadAsync(RequestContext<ReadResourceRequestParams> request, CancellationToken cancellationToken = default)
    {
        JsonObject parameters = new() { ["uri"] = request.Params.Uri };
        try
        {
            ReadResourceResult result = await server
                .RequestAsync<ReadResourceResult>(RequestMethods.ResourcesRead, parameters, Asker.Of(request), cancellationToken).ConfigureAwait(false);

            // What was permitted once is decided afresh the next time, so nobody may keep it.
            result.ResultType = null;
            result.TimeToLive = null;
            result.CacheScope = null;
            return result;
        }
        catch (UpstreamException e)
        {
            throw e.ToProtocolError();
        }
    }
}

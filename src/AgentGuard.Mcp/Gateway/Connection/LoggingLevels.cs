using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>Tells the servers how much of their logs the client wants to hear.</summary>
internal sealed class LoggingLevels(IReadOnlyList<UpstreamConnection> servers)
{
    /// <summary>Passes the level on. A server that does not take it logs as it did.</summary>
    public async ValueTask<EmptyResult> SetAsync(RequestContext<SetLevelRequestParams> request, CancellationToken cancellationToken)
    {
        await Task.WhenAll(servers.Select(async server =>
        {
            JsonObject parameters = new() { ["level"] = JsonSerializer.SerializeToNode(request.Params.Level, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(LoggingLevel))) };
            try
            {
                await server.RequestAsync(RequestMethods.LoggingSetLevel, parameters, Asker.Of(request), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is UpstreamException or McpException)
            {
                server.Context.Logger.CallFailed(server.Upstream.Key, RequestMethods.LoggingSetLevel, PlainText.Of(e.Message));
            }
        })).ConfigureAwait(false);
        return new EmptyResult();
    }
}

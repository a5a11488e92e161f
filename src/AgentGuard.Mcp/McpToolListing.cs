using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>Asks a server for its tools once, as the gateway does each time: within bounds, and for nothing else.</summary>
public static class McpToolListing
{
    /// <summary>Connects to a server, reads its list of tools, and lets it go.</summary>
    /// <param name="server">The server.</param>
    /// <param name="limits">How much it may send and how long it may take, the connection and the list each; null for the usual.</param>
    /// <param name="loggerFactory">Hears what the server prints for people, and what of its list is left out because it cannot be read; null for nobody.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The tools in the server's order. Names may stand twice.</returns>
    /// <exception cref="McpGatewayException">The server cannot be reached, does not speak the protocol, or does not say what tools it has.</exception>
    public static async Task<IReadOnlyList<Tool>> ReadAsync(
        McpUpstream server, McpGatewayLimits? limits = null, ILoggerFactory? loggerFactory = null, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        UpstreamContext context = new(limits ?? new McpGatewayLimits(), loggerFactory ?? NullLoggerFactory.Instance, timeProvider ?? TimeProvider.System);
        UpstreamConnection connection = await UpstreamConnection.ConnectAsync(server, Nobody(context.Logger), context, cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return await ListAsync(connection, context, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<IReadOnlyList<Tool>> ListAsync(UpstreamConnection connection, UpstreamContext context, CancellationToken cancellationToken)
    {
        if (connection.Capabilities.Tools is null)
        {
            return [];
        }

        // Each page has the time of a request; that a list of many pages ends, this sees to.
        using CancellationTokenSource patience = new(context.Limits.ConnectTimeout, context.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await ListReader.ReadAsync<Tool>(connection, RequestMethods.ToolsList, "tools", either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new McpGatewayException($"server `{connection.Upstream.Key}` did not list its tools within {context.Limits.ConnectTimeout.TotalSeconds:0.#} seconds", e);
        }
        catch (UpstreamException e)
        {
            throw new McpGatewayException($"{PlainText.Of(e.Message)} when it was asked for its tools", e);
        }
        catch (McpException e)
        {
            throw new McpGatewayException($"server `{connection.Upstream.Key}` does not list its tools: {PlainText.Of(e.Message)}", e);
        }
    }

    /// <summary>There is no client behind this: a server that asks for something hears that nobody can give it.</summary>
    private static ClientSide Nobody(ILogger logger)
    {
        Implementation own = new() { Name = "agentguard", Version = typeof(McpToolListing).Assembly.GetName().Version?.ToString(3) ?? "0" };
        return new ClientSide(new ClientHello(new JsonRpcRequest { Method = RequestMethods.Initialize }, new ClientCapabilities(), own, IsHandshake: true), logger);
    }
}

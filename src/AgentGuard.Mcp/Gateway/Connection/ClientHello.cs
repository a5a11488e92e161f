using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>What a client says of itself with its first request: by the handshake, or, in newer revisions of the protocol, with each request.</summary>
/// <param name="Message">The request, to be handled like any other afterwards.</param>
/// <param name="Capabilities">What the client can do for a server.</param>
/// <param name="ClientInfo">What it is called; null where it does not say.</param>
/// <param name="IsHandshake">Whether it is the handshake. Otherwise the client is asked something in answers to its own requests alone.</param>
internal sealed record ClientHello(JsonRpcRequest Message, ClientCapabilities Capabilities, Implementation? ClientInfo, bool IsHandshake)
{
    private const int MaxWaiting = 64;

    /// <summary>
    /// Waits for the first request that says who the client is. What comes before is answered here: a ping, and with an error all that would need a server.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The request; null if the client goes without one.</returns>
    public static async Task<ClientHello?> ReadAsync(ITransport client, CancellationToken cancellationToken)
    {
        await foreach (JsonRpcMessage message in client.MessageReader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (message is not JsonRpcRequest request)
            {
                continue;
            }

            if (request.Method == RequestMethods.Ping)
            {
                await client.SendMessageAsync(new JsonRpcResponse { Id = request.Id, Result = new JsonObject() }, cancellationToken).ConfigureAwait(false);
            }
            else if (Read(request, out JsonRpcErrorDetail error) is { } hello)
            {
                return hello;
            }
            else
            {
                await client.SendMessageAsync(new JsonRpcError { Id = request.Id, Error = error }, cancellationToken).ConfigureAwait(false);
            }
        }

        return null;
    }

    /// <summary>
    /// Takes what the client has written while its servers were reached. A client that waited too long for the answer to its probe takes the gateway for an older
    /// server and shakes hands after all: then that is its first request.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Cancels the answer to the probe.</param>
    /// <returns>The request that counts, and all that is to be handled, in its order.</returns>
    public async Task<(ClientHello Hello, IReadOnlyList<JsonRpcMessage> Waiting)> CatchUpAsync(ITransport client, CancellationToken cancellationToken)
    {
        List<JsonRpcMessage> waiting = [Message];
        while (waiting.Count < MaxWaiting && client.MessageReader.TryRead(out JsonRpcMessage? message))
        {
            waiting.Add(message);
        }

        if (Message.Method != RequestMethods.ServerDiscover
            || waiting.OfType<JsonRpcRequest>().FirstOrDefault(static request => request.Method == RequestMethods.Initialize) is not { } handshake
            || Read(handshake, out _) is not { } renewed)
        {
            return (this, waiting);
        }

        JsonRpcErrorDetail outdated = new() { Code = (int)McpErrorCode.MethodNotFound, Message = "the connection is initialized by a handshake" };
        await client.SendMessageAsync(new JsonRpcError { Id = Message.Id, Error = outdated }, cancellationToken).ConfigureAwait(false);
        waiting.Remove(Message);
        return (renewed, waiting);
    }

    private static ClientHello? Read(JsonRpcRequest request, out JsonRpcErrorDetail error)
    {
        error = new JsonRpcErrorDetail { Code = (int)McpErrorCode.InvalidParams, Message = $"the parameters of `{RequestMethods.Initialize}` cannot be read" };
        try
        {
            if (request.Method == RequestMethods.Initialize)
            {
                InitializeRequestParams? handshake = Read<InitializeRequestParams>(request.Params);
                return handshake is null ? null : new ClientHello(request, handshake.Capabilities ?? new ClientCapabilities(), handshake.ClientInfo, IsHandshake: true);
            }

            if (request.Params is JsonObject members && members["_meta"] is JsonObject meta && meta[MetaKeys.ProtocolVersion] is not null)
            {
                return new ClientHello(
                    request,
                    Read<ClientCapabilities>(meta[MetaKeys.ClientCapabilities]) ?? new ClientCapabilities(),
                    Read<Implementation>(meta[MetaKeys.ClientInfo]),
                    IsHandshake: false);
            }

            error = new JsonRpcErrorDetail
            {
                Code = (int)McpErrorCode.InvalidRequest,
                Message = $"the connection is not initialized: `{RequestMethods.Initialize}` comes first",
            };
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static T? Read<T>(JsonNode? json) => json.Deserialize((JsonTypeInfo<T>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T)));
}

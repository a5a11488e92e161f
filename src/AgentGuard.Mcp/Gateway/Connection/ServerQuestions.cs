using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>
/// What a server may ask the client: for words of its model, for its roots, and for an answer of its user. It is told just what the real client can do.
/// A question to the user carries the deployer's name of the server, so that no server can pass for another, or for the guard.
/// </summary>
internal static class ServerQuestions
{
    private const int MaxLines = 32;

    /// <summary>The gateway as a client of a server.</summary>
    /// <param name="key">The server's key.</param>
    /// <param name="client">The real client.</param>
    /// <param name="calls">The calls that the server has not answered.</param>
    /// <param name="notifications">The server's notifications.</param>
    public static McpClientOptions Options(string key, ClientSide client, UpstreamCalls calls, UpstreamNotifications notifications)
    {
        ClientCapabilities can = client.Hello.Capabilities;
        McpClientOptions options = new()
        {
            ClientInfo = client.Hello.ClientInfo,
            Capabilities = new ClientCapabilities { Roots = can.Roots, Sampling = can.Sampling, Elicitation = can.Elicitation },
            InitializationTimeout = Timeout.InfiniteTimeSpan,
        };
        if (can.Roots is not null)
        {
            options.Handlers.RootsHandler = (_, cancellationToken) =>
                client.AskAsync<ListRootsRequestParams, ListRootsResult>(calls, RequestMethods.RootsList, new ListRootsRequestParams(), cancellationToken);
        }

        if (can.Sampling is not null)
        {
            options.Handlers.SamplingHandler = (question, _, cancellationToken) =>
            {
                CreateMessageRequestParams known = question ?? throw Missing();
                known.Meta = null;
                return client.AskAsync<CreateMessageRequestParams, CreateMessageResult>(calls, RequestMethods.SamplingCreateMessage, known, cancellationToken);
            };
        }

        if (can.Elicitation is not null)
        {
            options.Handlers.ElicitationHandler = (question, cancellationToken) =>
            {
                ElicitRequestParams known = question ?? throw Missing();
                known.Meta = null;
                Show(known, key);
                if (known.ElicitationId is { } id)
                {
                    notifications.Open(id);
                }

                return client.AskAsync<ElicitRequestParams, ElicitResult>(calls, RequestMethods.ElicitationCreate, known, cancellationToken);
            };
        }

        return options;
    }

    /// <summary>
    /// Makes a question one that a person sees as it is. The server's own lines are marked, and neither control characters nor empty lines take the name above them
    /// out of sight.
    /// </summary>
    private static void Show(ElicitRequestParams question, string key)
    {
        string[] lines = (question.Message ?? "").Split('\n', MaxLines + 1, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        IEnumerable<string> shown = lines.Take(MaxLines).Select(static line => PlainText.Of(line)).Concat(lines.Length > MaxLines ? ["…"] : []);
        question.Message = lines.Length == 1 ? $"Server `{key}` asks: {shown.First()}" : string.Join("\n> ", shown.Prepend($"Server `{key}` asks:"));
        foreach (ElicitRequestParams.PrimitiveSchemaDefinition property in question.RequestedSchema?.Properties.Values ?? [])
        {
            property.Title = property.Title is { } title ? PlainText.Of(title) : null;
            property.Description = property.Description is { } description ? PlainText.Of(description) : null;
        }
    }

    private static McpProtocolException Missing() => new("the question has no parameters", McpErrorCode.InvalidParams);
}

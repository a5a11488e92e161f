using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>Completes the arguments of prompts and templates by asking the server that has them.</summary>
internal sealed class Completions(ServerLists lists)
{
    /// <summary>Asks the server; where it is not certain which, there is nothing to propose.</summary>
    public async ValueTask<CompleteResult> CompleteAsync(RequestContext<CompleteRequestParams> request, CancellationToken cancellationToken)
    {
        (UpstreamConnection? server, JsonObject? reference) = request.Params.Ref switch
        {
            PromptReference prompt when lists.Prompts.Prompts.TryGetPrimitive(prompt.Name, out McpServerPrompt? found) && found is UpstreamPrompt known =>
                (known.Server, new JsonObject { ["type"] = "ref/prompt", ["name"] = known.Name }),
            ResourceTemplateReference { Uri: { } uri } => (lists.Resources.Find(uri), new JsonObject { ["type"] = "ref/resource", ["uri"] = uri }),
            _ => default((UpstreamConnection?, JsonObject?)),
        };
        if (server?.Capabilities.Completions is null)
        {
            return new CompleteResult { Completion = new Completion() };
        }

        JsonObject parameters = new()
        {
            ["ref"] = reference,
            ["argument"] = JsonSerializer.SerializeToNode(request.Params.Argument, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(Argument))),
        };
        if (request.Params.Context is { } context)
        {
            parameters["context"] = JsonSerializer.SerializeToNode(context, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(CompleteContext)));
        }

        try
        {
            CompleteResult result = await server.RequestAsync<CompleteResult>(RequestMethods.CompletionComplete, parameters, Asker.Of(request), cancellationToken).ConfigureAwait(false);
            result.ResultType = null;
            return result;
        }
        catch (UpstreamException e)
        {
            throw e.ToProtocolError();
        }
    }
}

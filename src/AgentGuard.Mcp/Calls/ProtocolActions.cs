using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>
/// What a client can ask of a server beside its tools. To policies each is a tool of the server's toolset, which the catalog names like any other:
/// <c>files.resources/read</c>. A real tool of such a name would be decided as the protocol's own, and is refused.
/// </summary>
internal sealed class ProtocolActions(string toolset)
{
    private static readonly HashSet<string> s_names =
        [RequestMethods.ResourcesRead, RequestMethods.ResourcesSubscribe, RequestMethods.PromptsGet, RequestMethods.CompletionComplete];

    private static readonly JsonElement s_uri = JsonElement.Parse(
        """{"type":"object","properties":{"uri":{"type":"string"}},"required":["uri"],"additionalProperties":false}""");

    private static readonly JsonElement s_prompt = JsonElement.Parse(
        """
        {"type":"object","properties":{"name":{"type":"string"},"arguments":{"type":"object","additionalProperties":{"type":"string"}}},
        "required":["name"],"additionalProperties":false}
        """);

    private static readonly JsonElement s_completion = JsonElement.Parse(
        """
        {"type":"object","properties":{
        "ref":{"type":"object","properties":{"type":{"type":"string"},"name":{"type":"string"},"uri":{"type":"string"}},"required":["type"],"additionalProperties":false},
        "argument":{"type":"object","properties":{"name":{"type":"string"},"value":{"type":"string"}},"required":["name","value"],"additionalProperties":false},
        "context":{"type":"object","properties":{"arguments":{"type":"object","additionalProperties":{"type":"string"}}},"additionalProperties":false}},
        "required":["ref","argument"],"additionalProperties":false}
        """);

    /// <summary><c>resources/read</c>, of a <c>uri</c>.</summary>
    public Described ReadResource { get; } = Define(toolset, RequestMethods.ResourcesRead, s_uri);

    /// <summary><c>resources/subscribe</c>, to a <c>uri</c>.</summary>
    public Described Subscribe { get; } = Define(toolset, RequestMethods.ResourcesSubscribe, s_uri);

    /// <summary><c>prompts/get</c>, of a <c>name</c> with <c>arguments</c>.</summary>
    public Described GetPrompt { get; } = Define(toolset, RequestMethods.PromptsGet, s_prompt);

    /// <summary><c>completion/complete</c>, of an <c>argument</c> of a <c>ref</c>.</summary>
    public Described Complete { get; } = Define(toolset, RequestMethods.CompletionComplete, s_completion);

    /// <summary>All of them.</summary>
    public IEnumerable<Described> All => [ReadResource, Subscribe, GetPrompt, Complete];

    /// <summary>Whether a name is the protocol's own.</summary>
    public static bool IsName(string name) => s_names.Contains(name);

    private static Described Define(string toolset, string name, JsonElement inputSchema) =>
        Described.Known(new ToolDefinition(new ToolId(toolset, name), inputSchema: inputSchema));
}

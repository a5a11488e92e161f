using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>The prompts of one connection.</summary>
internal sealed class PromptBoard : NameBoard<Prompt, McpServerPrompt>
{
    /// <summary>What the client sees.</summary>
    public OrderedPrimitives<McpServerPrompt> Prompts { get; } = new();

    /// <inheritdoc/>
    protected override string Kind => "prompt";

    /// <inheritdoc/>
    protected override string? Changed => null;

    /// <inheritdoc/>
    protected override string Name(Prompt item) => item.Name;

    /// <inheritdoc/>
    protected override string Fingerprint(UpstreamConnection server, Prompt item) =>
        JsonSerializer.Serialize(item, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(Prompt)));

    /// <inheritdoc/>
    protected override McpServerPrompt? Create(UpstreamConnection server, string shownName, Prompt item, string? blocked) =>
        blocked is null ? new UpstreamPrompt(server, shownName, item) : null;

    /// <inheritdoc/>
    protected override void Publish(IReadOnlyList<McpServerPrompt> primitives) => Prompts.Replace(primitives);
}

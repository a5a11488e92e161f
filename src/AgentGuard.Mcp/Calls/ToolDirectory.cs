using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>What a server's tools and other primitives are to the guard. A tool is described once, and anew where it has changed.</summary>
internal sealed class ToolDirectory(McpGuardOptions options, ILogger logger)
{
    private readonly ConditionalWeakTable<Tool, Entry> _tools = [];
    private readonly ConcurrentDictionary<string, ProtocolActions> _actions = new(StringComparer.Ordinal);

    /// <summary>The toolset's own actions, for a prompt or resource or for none in particular.</summary>
    /// <exception cref="ArgumentException">The deployer's key is none.</exception>
    public ProtocolActions ActionsOf(IMcpServerPrimitive? primitive) => _actions.GetOrAdd(ToolsetOf(primitive), static toolset => new ProtocolActions(toolset));

    /// <summary>A tool that the server has as a primitive.</summary>
    public Described Of(McpServerTool tool)
    {
        try
        {
            if (tool is UpstreamTool { Blocked: { } reason } blocked)
            {
                return Described.Blocked(blocked.Definition, reason);
            }

            return tool.Metadata.OfType<ToolDefinition>().FirstOrDefault() is { } given
                ? ProtocolActions.IsName(given.Id.Name) ? Taken(given.Id.Name) : Described.Known(given)
                : Of(tool.ProtocolTool, ToolsetOf(tool));
        }
        catch (Exception e)
        {
            // The tool and ToolsetOf are the host's own code: what cannot be named is not called.
            return Refused("?", Described.Faulty(e.Message));
        }
    }

    /// <summary>A tool that is no primitive, as the server lists it.</summary>
    public Described Of(Tool tool) => Of(tool, options.Toolset);

    /// <summary>A tool that nobody lists. Nothing says what its arguments mean, and it is not called.</summary>
    public Described Unlisted(string name)
    {
        try
        {
            return Described.Unlisted(new ToolDefinition(new ToolId(options.Toolset, name)));
        }
        catch (ArgumentException)
        {
            return Described.Unlisted(null);
        }
    }

    /// <summary>What is known of a server's tools before it runs, for policies to be held to; of the protocol's own actions those that the catalog names.</summary>
    public IEnumerable<ToolDefinition> All(McpServerOptions server, ToolCatalog catalog) =>
        (server.ToolCollection ?? []).Select(Of).Where(static tool => tool.Fault is null).Select(static tool => tool.Definition)
            .Concat(ActionsOf(null).All.Select(static action => action.Definition).Where(action => catalog.TryFind(action.Id, out _)));

    private string ToolsetOf(IMcpServerPrimitive? primitive) => primitive is not null && options.ToolsetOf is { } toolsetOf ? toolsetOf(primitive) : options.Toolset;

    private Described Of(Tool tool, string toolset)
    {
        Seen seen = Seen.Of(tool, toolset);
        if (_tools.TryGetValue(tool, out Entry? known) && known.Seen == seen)
        {
            return known.Described;
        }

        Described described = Describe(tool, toolset);
        _tools.AddOrUpdate(tool, new Entry(seen, described));
        return described;
    }

    private Described Describe(Tool tool, string toolset)
    {
        try
        {
            return ProtocolActions.IsName(tool.Name) ? Taken(tool.Name) : Described.Known(McpTools.Describe(tool, toolset));
        }
        catch (ArgumentException e)
        {
            return Refused(tool.Name, Described.Faulty(e.Message));
        }
    }

    private Described Taken(string name) => Refused(name, Described.Faulty($"`{name}` is an action of the protocol, and no tool may be called that"));

    private Described Refused(string name, Described described)
    {
        logger.Unguardable(PlainText.Of(name ?? "", 256), described.Fault!);
        return described;
    }

    private sealed record Entry(Seen Seen, Described Described);

    /// <summary>What a description was made of. A tool is an object that can be changed under way.</summary>
    private sealed record Seen(
        string Toolset, string Name, string? Description, JsonElement InputSchema, JsonElement? OutputSchema, string? Title, bool? Destructive, bool? Idempotent, bool? OpenWorld, bool? ReadOnly)
    {
        public static Seen Of(Tool tool, string toolset) => new(
            toolset,
            tool.Name,
            tool.Description,
            tool.InputSchema,
            tool.OutputSchema,
            tool.Annotations?.Title,
            tool.Annotations?.DestructiveHint,
            tool.Annotations?.IdempotentHint,
            tool.Annotations?.OpenWorldHint,
            tool.Annotations?.ReadOnlyHint);
    }
}

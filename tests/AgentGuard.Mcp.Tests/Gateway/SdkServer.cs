using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp.Tests.Gateway;

/// <summary>A server that is built on the SDK.</summary>
internal sealed class SdkServer(string key, Func<McpServerOptions> options) : McpUpstream(key)
{
    public SdkServer(string key, string name, Delegate tool)
        : this(key, () => new McpServerOptions { ToolCollection = [McpServerTool.Create(tool, new McpServerToolCreateOptions { Name = name })] })
    {
    }

    internal override ValueTask<ITransport> OpenAsync(UpstreamContext context, CancellationToken cancellationToken)
    {
        Duplex duplex = new();
        McpServer server = McpServer.Create(new StreamServerTransport(duplex.Far.Input, duplex.Far.Output), options());
        _ = server.RunAsync(CancellationToken.None);
        LineTransportOptions lines = new($"server `{Key}`", context.Limits.MaxMessageBytes, context.Logger);
        return new ValueTask<ITransport>(new LineTransport(duplex.Near.Input, duplex.Near.Output, lines));
    }
}

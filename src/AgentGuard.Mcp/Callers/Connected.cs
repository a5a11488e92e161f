using System.Collections.Concurrent;
using System.Reflection;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>
/// Finds the server of a connection. A request has a server object of its own, which passes on to the connection's and does not say which that is; the field that
/// holds it does.
/// </summary>
internal static class Connected
{
    private const string ConnectionType = "ModelContextProtocol.Server.McpServerImpl";
    private const int MaxDepth = 16;

    private static readonly ConcurrentDictionary<Type, FieldInfo?> s_inner = new();

    /// <summary>The one object that all requests of a connection share.</summary>
    /// <exception cref="NotSupportedException">The SDK is made otherwise in this version: nobody can tell one connection from another.</exception>
    public static McpServer Server(McpServer server)
    {
        for (int depth = 0; depth < MaxDepth; depth++)
        {
            if (s_inner.GetOrAdd(server.GetType(), FindInner) is not { } field)
            {
                return server.GetType().Assembly != typeof(McpServer).Assembly || server.GetType().FullName == ConnectionType ? server : throw Unknown(server);
            }

            server = field.GetValue(server) as McpServer ?? throw Unknown(server);
        }

        throw Unknown(server);
    }

    private static FieldInfo? FindInner(Type type)
    {
        for (Type? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            FieldInfo? field = Array.Find(
                declaring.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly),
                static candidate => typeof(McpServer).IsAssignableFrom(candidate.FieldType));
            if (field is not null)
            {
                return field;
            }
        }

        return null;
    }

    private static NotSupportedException Unknown(McpServer server) => new(
        $"this version of the MCP SDK hides which connection a request came by ({server.GetType().Name}): set McpGuardOptions.Scope, which says who calls and in which session");
}

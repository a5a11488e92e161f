using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>Says in whose name a request is made. Where that cannot be said, nobody calls, and what nobody calls is denied.</summary>
internal sealed class Callers(McpGuardOptions options, ILogger logger)
{
    private const string SubjectClaim = "sub";

    private readonly ConditionalWeakTable<McpServer, Connection> _connections = [];

    public AgentScope? ScopeOf(MessageContext context)
    {
        try
        {
            AgentScope? scope = options.Scope is { } given ? given(context) : AgentScope.Current ?? Authenticated(context);
            if (scope is null)
            {
                logger.Nobody(options.Scope is null ? "set McpGuardOptions.Scope: over stdio nobody is authenticated" : "McpGuardOptions.Scope gave none");
            }

            return scope;
        }
        catch (Exception e)
        {
            logger.ScopeFailed(e);
            return null;
        }
    }

    private AgentScope? Authenticated(MessageContext context)
    {
        if (context.User is not { } user || SubjectOf(user) is not { } subject)
        {
            return null;
        }

        // Without a connection that lasts there are no capabilities: then all requests of a user share a session, or no limit would ever hold.
        string agent = ClientName.Of(context.Server.ClientInfo);
        return context.Server.ClientCapabilities is null
            ? Connection.Lasting(subject, agent)
            : _connections.GetValue(Connected.Server(context.Server), static _ => new Connection()).ScopeOf(subject, agent);
    }

    /// <summary>The id that the identity provider gives a user. A name is no id: others may have it too, or take it.</summary>
    private static string? SubjectOf(ClaimsPrincipal user)
    {
        List<ClaimsIdentity> identities = [.. user.Identities.Where(static identity => identity.IsAuthenticated)];
        foreach (string type in new[] { SubjectClaim, ClaimTypes.NameIdentifier })
        {
            List<string> found = [.. identities.SelectMany(identity => identity.FindAll(type)).Select(static claim => claim.Value).Distinct()];
            if (found.Count > 0)
            {
                // Two ids are two users, and nobody says which of them it is.
                return found is [{ Length: > 0 } subject] ? subject : null;
            }
        }

        return null;
    }
}

using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>How an MCP server is guarded.</summary>
public sealed class McpGuardOptions
{
    /// <summary>
    /// The deployer's key of this server, under which policies name its tools; without a dot. Never what the server or a tool says of itself.
    /// Default <see cref="ToolId.LocalToolset"/>.
    /// </summary>
    public string Toolset { get; set; } = ToolId.LocalToolset;

    /// <summary>
    /// The key for each tool, prompt and resource, where one server stands for several; null for <see cref="Toolset"/> everywhere. A primitive whose
    /// <see cref="IMcpServerPrimitive.Metadata"/> holds a <see cref="ToolDefinition"/> is decided as that, whatever name it goes by here.
    /// </summary>
    public Func<IMcpServerPrimitive, string>? ToolsetOf { get; set; }

    /// <summary>
    /// Who calls. Null for the default: <see cref="AgentScope.Current"/> where there is one; else the user whom the transport authenticated, by the claim
    /// <c>sub</c>, else <see cref="System.Security.Claims.ClaimTypes.NameIdentifier"/>, and never by a name, with the client's own name as an asserted agent;
    /// one connection is one session for each such user. Over stdio nobody is authenticated, and every call is denied until this says who calls.
    /// </summary>
    /// <remarks>
    /// It is asked for each request, and gives a scope that lasts for it, the same one for all requests of a session. Where it gives null or throws, the call is denied.
    /// </remarks>
    public Func<MessageContext, AgentScope?>? Scope { get; set; }

    /// <summary>
    /// Whether a human sits in front of the client. Then a <c>@confirm</c> that is missing is asked for by elicitation, where the client can do that,
    /// and counts as the root user's own. An <c>@approval</c> is never asked for this way. Default false: the client may be a program that says yes to everything.
    /// </summary>
    public bool HasHuman { get; set; }

    /// <summary>How long the human has to answer, above zero and at most a day. Default 2 minutes; a question that is not answered leaves the call held.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public TimeSpan ConfirmationTimeout
    {
        get;
        set => field = value > TimeSpan.Zero && value <= TimeSpan.FromDays(1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "ConfirmationTimeout is above zero and at most a day");
    } = TimeSpan.FromMinutes(2);

    /// <summary>The clock by which a question runs out of time.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where log messages go; null for nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }
}

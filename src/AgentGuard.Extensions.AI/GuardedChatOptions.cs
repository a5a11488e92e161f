using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace AgentGuard.Extensions.AI;

/// <summary>How a guarded chat client behaves.</summary>
public sealed class GuardedChatOptions
{
    /// <summary>
    /// Whether tools that run at the provider (hosted MCP servers, code interpreters, web search) are passed on. Their calls never reach this process,
    /// so nothing can be decided about them. Default false: they are removed from the request, and the log says so.
    /// </summary>
    public bool AllowHostedTools { get; set; }

    /// <summary>
    /// Whether the texts of messages with the role of a user are the user's own words, as <see cref="GuardSession.UserSaid"/> takes them. A role proves nothing: set it
    /// only where the host writes into such messages what the user typed and nothing else, no document, no search result. Of a sub-agent, whose task a model wrote,
    /// they never are. Default false: the host says itself what the user said.
    /// </summary>
    public bool TakeUserMessages { get; set; }

    /// <summary>
    /// The tools that conversations will have, as far as they are known now: the guard's policies are held to them when the client is made.
    /// They are not added to any request.
    /// </summary>
    public IList<AITool> Tools { get; } = [];

    /// <summary>Where log messages go; null for nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>How many held calls are remembered at once, from 1 to 1,000,000. The oldest go first, and their answers are then refused. Default 10,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public int MaxPendingCalls
    {
        get;
        set => field = value is >= 1 and <= 1_000_000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxPendingCalls goes from 1 to 1000000");
    } = 10_000;
}

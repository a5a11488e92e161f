using System.Security.Cryptography;
using System.Text;

namespace AgentGuard.Mcp;

/// <summary>
/// The sessions of one connection, one for each user who comes by it, and the scopes in them. A client's own session id is not looked at.
/// </summary>
internal sealed class Connection
{
    // A client writes its name anew in each request, if it likes.
    private const int MaxKept = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, GuardSession> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Subject, string Agent), AgentScope> _scopes = [];

    public AgentScope ScopeOf(string subject, string agent)
    {
        lock (_lock)
        {
            if (_scopes.TryGetValue((subject, agent), out AgentScope? known))
            {
                return known;
            }

            if (!_sessions.TryGetValue(subject, out GuardSession? session))
            {
                if (_sessions.Count >= MaxKept)
                {
                    return Lasting(subject, agent);
                }

                _sessions.Add(subject, session = GuardSession.Create());
            }

            AgentScope scope = Begin(session, subject, agent);
            if (_scopes.Count < MaxKept)
            {
                _scopes.Add((subject, agent), scope);
            }

            return scope;
        }
    }

    /// <summary>
    /// A scope in the session that a user has wherever no connection lasts: its history is that of all such requests, and of what it has seen nothing is known.
    /// </summary>
    public static AgentScope Lasting(string subject, string agent) =>
        Begin(GuardSession.Resume($"mcp_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject)))}"), subject, agent);

    /// <summary>A scope that is current for nobody until a call enters it: whoever asks goes on in the flow that he is in.</summary>
    private static AgentScope Begin(GuardSession session, string subject, string agent)
    {
        AgentScope? scope = null;
        ExecutionContext.Run(
            ExecutionContext.Capture() ?? throw new InvalidOperationException("the flow is suppressed, and nobody could be told to act in it"),
            _ => scope = AgentScope.Begin(session, Principal.User(subject), Hop.Asserted(Principal.Agent(agent))),
            null);
        return scope!;
    }
}

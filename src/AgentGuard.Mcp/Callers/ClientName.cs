using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>What a client calls itself, made fit for a policy and a log. It proves nothing: the hop that it names can only take away.</summary>
internal static class ClientName
{
    private const int MaxLength = 128;
    private const string None = "unnamed";

    /// <summary>The name; a client that gives none is <c>unnamed</c>, for the agent in the chain must not vanish with it.</summary>
    public static string Of(Implementation? client)
    {
        // A lone surrogate comes as a replacement character.
        string name = PlainText.Of(client?.Name ?? "", MaxLength);
        return string.IsNullOrWhiteSpace(name) ? None : name;
    }
}

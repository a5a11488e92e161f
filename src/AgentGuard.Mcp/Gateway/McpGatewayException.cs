namespace AgentGuard.Mcp;

/// <summary>A gateway cannot do what it was asked to. The message is for the operator and says what to do.</summary>
public sealed class McpGatewayException : Exception
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What it came from; null where it came from nothing else.</param>
    public McpGatewayException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

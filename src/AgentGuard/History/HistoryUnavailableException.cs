namespace AgentGuard;

/// <summary>A history cannot take an event, or cannot be read for sure: it is full, or the clock went back. Calls that depend on it are denied.</summary>
public sealed class HistoryUnavailableException : Exception
{
    /// <summary>With the usual message.</summary>
    public HistoryUnavailableException()
        : base("the history cannot be read or written")
    {
    }

    /// <summary>With a message.</summary>
    /// <param name="message">The message.</param>
    public HistoryUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public HistoryUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

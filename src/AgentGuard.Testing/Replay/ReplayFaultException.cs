namespace AgentGuard.Testing;

/// <summary>A call of a replay could not be decided, because the guard itself failed. That is no verdict of a policy, and stands in no tally.</summary>
public sealed class ReplayFaultException : Exception
{
    /// <summary>With the usual message.</summary>
    public ReplayFaultException()
        : base("a call could not be decided")
    {
    }

    /// <summary>With a message.</summary>
    /// <param name="message">The message.</param>
    public ReplayFaultException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public ReplayFaultException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

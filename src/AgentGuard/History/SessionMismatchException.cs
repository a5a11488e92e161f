namespace AgentGuard;

/// <summary>A session id was used with a tenant or a root that it is not bound to.</summary>
public sealed class SessionMismatchException : Exception
{
    /// <summary>With the usual message.</summary>
    public SessionMismatchException()
        : base("the session belongs to another tenant or another root")
    {
    }

    /// <summary>With a message.</summary>
    /// <param name="message">The message.</param>
    public SessionMismatchException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public SessionMismatchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

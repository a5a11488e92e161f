namespace AgentGuard.Testing;

/// <summary>A scenario did not go as it was written.</summary>
public sealed class ScenarioException : Exception
{
    /// <summary>Without a message.</summary>
    public ScenarioException()
    {
    }

    /// <summary>With what went otherwise, the transcript so far and the guard's explanation.</summary>
    /// <param name="message">The message.</param>
    public ScenarioException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public ScenarioException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

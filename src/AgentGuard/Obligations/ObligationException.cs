namespace AgentGuard;

/// <summary>An obligation cannot be discharged.</summary>
public sealed class ObligationException : Exception
{
    /// <summary>Without a reason.</summary>
    public ObligationException()
    {
    }

    /// <summary>With a reason for operators; it names no value of an argument or a result.</summary>
    /// <param name="message">The reason.</param>
    public ObligationException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and a cause.</summary>
    /// <param name="message">The reason.</param>
    /// <param name="innerException">The cause.</param>
    public ObligationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

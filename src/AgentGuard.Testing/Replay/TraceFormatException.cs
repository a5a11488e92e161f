namespace AgentGuard.Testing;

/// <summary>A file of traces cannot be read. The message names file and line.</summary>
public sealed class TraceFormatException : FormatException
{
    /// <summary>With the usual message.</summary>
    public TraceFormatException()
        : base("the trace cannot be read")
    {
    }

    /// <summary>With a message.</summary>
    /// <param name="message">The message.</param>
    public TraceFormatException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public TraceFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

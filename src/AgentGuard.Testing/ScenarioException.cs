namespace AgentGuard.Testing;

/// <summary>A scenario did not go as it was written.</summary>
public sealed class ScenarioException : Exception
{
    /// <summary>Without a message.</summary>
    public ScenarioException()
    {
    }

    /// <summary>With what went otherwise.</summary>
    /// <param name="message">The message.</param>
    public ScenarioException(string message)
        : this(message, innerException: null!)
    {
    }

    /// <summary>With a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public ScenarioException(string message, Exception innerException)
        : base(message, innerException) => Reason = message;

    /// <param name="position">Where the step stands; null where it is written in code.</param>
    /// <param name="reason">What went otherwise.</param>
    /// <param name="transcript">What had happened until then.</param>
    /// <param name="explanation">Why the guard decided as it did; null where it did not decide.</param>
    /// <param name="innerException">The cause; null for none.</param>
    internal ScenarioException(string? position, string reason, string transcript, string? explanation, Exception? innerException = null)
        : base(string.Join("\n\n", ((string?[])[position is null ? reason : $"{position}: {reason}", transcript, explanation]).Where(static part => !string.IsNullOrEmpty(part))), innerException)
    {
        Position = position;
        Reason = reason;
        Transcript = transcript;
        Explanation = explanation;
    }

    /// <summary>Where the step stands, as <c>scenarios/payments.yaml:12</c> below the folder of the policies; null where it is written in code.</summary>
    public string? Position { get; }

    /// <summary>What went otherwise, on one line.</summary>
    public string Reason { get; } = "";

    /// <summary>What had happened until then.</summary>
    public string Transcript { get; } = "";

    /// <summary>Why the guard decided as it did, for operators; null where the step is no call.</summary>
    public string? Explanation { get; }
}

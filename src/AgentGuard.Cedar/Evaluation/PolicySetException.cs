namespace AgentGuard.Cedar.Evaluation;

/// <summary>Policies do not make a set: an id stands twice, or a syntax tree that no parser made is none that Cedar has.</summary>
public sealed class PolicySetException : Exception
{
    /// <summary>Refuses a policy set.</summary>
    /// <param name="message">What is wrong.</param>
    public PolicySetException(string message)
        : base(message)
    {
    }

    /// <summary>Refuses a policy set.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What was thrown below.</param>
    public PolicySetException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

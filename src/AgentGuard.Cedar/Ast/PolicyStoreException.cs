namespace AgentGuard.Cedar.Ast;

/// <summary>A policy store cannot change as it was asked to: an id is taken or unknown, or values do not fit a template's slots.</summary>
public sealed class PolicyStoreException : Exception
{
    /// <summary>Refuses a change.</summary>
    /// <param name="message">What is wrong.</param>
    public PolicyStoreException(string message)
        : base(message)
    {
    }
}

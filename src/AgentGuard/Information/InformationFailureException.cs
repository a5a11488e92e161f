namespace AgentGuard;

/// <summary>An information point failed, was late, or contradicts another.</summary>
internal sealed class InformationFailureException(string message, Exception? innerException = null) : Exception(message, innerException);

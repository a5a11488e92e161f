namespace AgentGuard.Cedar.Temporal;

/// <summary>A temporal condition cannot be evaluated: the decision that asks for it is a denial, never that the condition is false.</summary>
internal sealed class TemporalFaultException(string message) : Exception(message);

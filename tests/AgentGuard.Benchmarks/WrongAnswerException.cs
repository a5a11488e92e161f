namespace AgentGuard.Benchmarks;

/// <summary>What answers wrongly is not measured.</summary>
internal sealed class WrongAnswerException(string message) : Exception(message);

namespace AgentGuard;

/// <summary>Why a call is denied.</summary>
/// <param name="Code">One of <see cref="DenyReasons"/>.</param>
/// <param name="Message">For operators.</param>
/// <param name="ModelText">What the model may know of it beside the policies' advice; null for nothing.</param>
public sealed record Denial(string Code, string Message, string? ModelText = null);

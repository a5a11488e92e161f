namespace AgentGuard.Cedar.Tests.Temporal;

/// <summary>A kind of event.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsDecision">Whether it asks for a decision.</param>
/// <param name="Pins">What it must share with the request.</param>
internal sealed record EventKind(string Name, bool IsDecision, IReadOnlyList<EventPin> Pins);

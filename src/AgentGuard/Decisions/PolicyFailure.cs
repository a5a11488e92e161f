using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>A policy that could not be evaluated.</summary>
/// <param name="Id">Its <c>@id</c>, or file and line.</param>
/// <param name="Position">File and line.</param>
/// <param name="Principal">For whom it was asked.</param>
/// <param name="Message">What went wrong, in Cedar's words.</param>
public sealed record PolicyFailure(string Id, string Position, EntityUid Principal, string Message);

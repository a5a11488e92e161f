using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>A policy that had a say in a decision.</summary>
/// <param name="Id">Its <c>@id</c>, or file and line.</param>
/// <param name="Position">File and line, as <c>treasury.cedar:5</c>.</param>
/// <param name="Effect">Permit or forbid.</param>
/// <param name="Advice">Its <c>@advice</c>, the only text that a model reads.</param>
/// <param name="Principal">For whom it was satisfied, or failed.</param>
/// <param name="IsShadow">It is being tried out and decides nothing.</param>
/// <param name="NotifyTarget">Who is to hear of it, the value of <c>@notify</c>; null for nobody.</param>
public sealed record DeterminingPolicy(string Id, string Position, Effect Effect, string? Advice, EntityUid Principal, bool IsShadow = false, string? NotifyTarget = null);

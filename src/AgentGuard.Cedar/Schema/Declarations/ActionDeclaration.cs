using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Schema.Declarations;

/// <summary>One name of <c>action a, "b" in [c] appliesTo {…};</c>.</summary>
/// <param name="Id">The id of the action.</param>
/// <param name="MemberOf">The actions that it is in, directly.</param>
/// <param name="AppliesTo">What it applies to; null for nothing.</param>
/// <param name="Annotations">The annotations.</param>
/// <param name="NameSpan">Where the name stands.</param>
internal sealed record ActionDeclaration(
    string Id,
    IReadOnlyList<ActionReference> MemberOf,
    AppliesTo? AppliesTo,
    IReadOnlyList<Annotation> Annotations,
    SourceSpan NameSpan);

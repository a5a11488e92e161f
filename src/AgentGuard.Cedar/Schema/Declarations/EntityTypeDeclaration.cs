using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Schema.Declarations;

/// <summary>One name of <c>entity A, B in [C] = {…} tags T;</c> or <c>entity A enum ["a", "b"];</c>.</summary>
/// <param name="Name">The name, without namespace.</param>
/// <param name="MemberOf">The entity types that it may be in, directly.</param>
/// <param name="Shape">Its attributes; null for none.</param>
/// <param name="Tags">The type of its tags; null where it has none.</param>
/// <param name="Choices">The ids of an enumerated type, at least one; null for every other type.</param>
/// <param name="Annotations">The annotations.</param>
/// <param name="NameSpan">Where the name stands.</param>
internal sealed record EntityTypeDeclaration(
    string Name,
    IReadOnlyList<TypeName> MemberOf,
    TypeSyntax? Shape,
    TypeSyntax? Tags,
    IReadOnlyList<string>? Choices,
    IReadOnlyList<Annotation> Annotations,
    SourceSpan NameSpan);

using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Schema.Declarations;

/// <summary>An attribute of a record.</summary>
internal sealed record AttributeDeclaration(string Name, TypeSyntax Type, bool IsRequired, IReadOnlyList<Annotation> Annotations, SourceSpan NameSpan);

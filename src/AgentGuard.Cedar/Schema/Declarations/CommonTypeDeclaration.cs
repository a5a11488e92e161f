using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Schema.Declarations;

/// <summary><c>type T = …;</c>.</summary>
internal sealed record CommonTypeDeclaration(string Name, TypeSyntax Type, IReadOnlyList<Annotation> Annotations, SourceSpan NameSpan);

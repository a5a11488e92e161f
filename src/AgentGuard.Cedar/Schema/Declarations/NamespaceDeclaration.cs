using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Schema.Declarations;

/// <summary>What a schema declares in one namespace.</summary>
/// <param name="Name">The namespace; empty for what stands in none.</param>
/// <param name="NameSpan">Where the name stands.</param>
/// <param name="Annotations">The annotations.</param>
internal sealed record NamespaceDeclaration(string Name, SourceSpan NameSpan, IReadOnlyList<Annotation> Annotations)
{
    public List<CommonTypeDeclaration> CommonTypes { get; } = [];

    public List<EntityTypeDeclaration> EntityTypes { get; } = [];

    public List<ActionDeclaration> Actions { get; } = [];

    /// <summary>A name that is declared here, with this namespace.</summary>
    public string Qualify(string name) => Name.Length == 0 ? name : $"{Name}::{name}";
}

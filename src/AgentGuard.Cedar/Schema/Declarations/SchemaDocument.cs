using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Schema.Declarations;

/// <summary>A schema as it was written, whatever in; its names are not resolved yet.</summary>
/// <param name="Source">The text.</param>
/// <param name="Namespaces">Distinct namespaces, in the order of the text.</param>
internal sealed record SchemaDocument(SourceText Source, IReadOnlyList<NamespaceDeclaration> Namespaces);

using AgentGuard.Cedar.Schema.Types;

namespace AgentGuard.Cedar.Schema;

/// <summary>What the name of a type refers to: nothing by default.</summary>
/// <param name="Kind">What kind of type.</param>
/// <param name="Name">Its name with namespaces.</param>
/// <param name="BuiltIn">The type itself, where it is built in.</param>
internal readonly record struct Referent(ReferentKind Kind, string Name, PrimitiveType? BuiltIn = null);

using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Schema.Types;

namespace AgentGuard.Cedar.Validation;

/// <summary>An expression with its type in one kind of request. Parts that are never evaluated there are left out.</summary>
/// <param name="Source">The expression.</param>
/// <param name="Type">Its type; null where none can be told.</param>
/// <param name="Parts">Its parts in the order in which they are written.</param>
internal sealed record TypedNode(Expression Source, CedarType? Type, IReadOnlyList<TypedNode> Parts);

using AgentGuard.Cedar.Schema.Types;

namespace AgentGuard.Cedar.Validation;

/// <summary>What is known of an expression in one kind of request.</summary>
/// <param name="Type">Its type; null where none can be told. Also where it failed it may have one, so that what stands around it can be looked at.</param>
/// <param name="Capabilities">What is there if it is true; nothing where it failed.</param>
/// <param name="IsFailed">Whether it is not valid.</param>
/// <param name="Node">The expression with the types of its parts, as far as they are evaluated; null unless it is asked for.</param>
internal readonly record struct Typing(CedarType? Type, Capabilities Capabilities, bool IsFailed, TypedNode? Node)
{
    public bool IsAlwaysTrue => Type == PrimitiveType.True;

    public bool IsAlwaysFalse => Type == PrimitiveType.False;
}

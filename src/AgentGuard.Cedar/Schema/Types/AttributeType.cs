namespace AgentGuard.Cedar.Schema.Types;

/// <summary>An attribute of a record or entity.</summary>
internal readonly record struct AttributeType(string Name, CedarType Type, bool IsRequired);

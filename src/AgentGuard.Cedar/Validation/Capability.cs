namespace AgentGuard.Cedar.Validation;

/// <summary>That an attribute or a tag is there, on every expression with a number.</summary>
/// <param name="Target">The number of the expression.</param>
/// <param name="Attribute">The name of the attribute; null for a tag.</param>
/// <param name="Tag">The number of the expression that names the tag; 0 for an attribute.</param>
internal readonly record struct Capability(int Target, string? Attribute, int Tag);

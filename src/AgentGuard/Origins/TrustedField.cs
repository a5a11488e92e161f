using System.Collections.Immutable;

namespace AgentGuard;

/// <summary>What the catalog says of a field: tokens of a <see cref="JsonPointerPattern"/>, and whether what stands there may be believed.</summary>
internal readonly record struct TrustedField(ImmutableArray<string> Pointer, bool IsTrusted);

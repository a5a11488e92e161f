using System.Collections.Immutable;

namespace AgentGuard;

/// <summary>What the catalog says of a field of an output.</summary>
/// <param name="Pointer">Tokens of a <see cref="JsonPointerPattern"/>.</param>
/// <param name="IsTrusted">Whether what stands there may be believed; null where it is as what stands around it.</param>
/// <param name="Role">What the field holds.</param>
internal readonly record struct KnownField(ImmutableArray<string> Pointer, bool? IsTrusted, ArgumentRole Role);

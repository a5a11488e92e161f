using System.Text.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Arguments that are decided, approved and run.</summary>
/// <param name="Json">What runs: defaults are filled in, kinds are in normal form.</param>
/// <param name="Input">The same as policies see it, <c>context.input</c>. What is null is left out.</param>
/// <param name="Digest">SHA-256 of the canonical JSON (RFC 8785), in lower-case hex.</param>
internal sealed record BoundArguments(JsonElement Json, CedarRecord Input, string Digest);

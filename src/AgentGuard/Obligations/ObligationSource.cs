namespace AgentGuard;

/// <summary>The annotation of a policy that an obligation was made from.</summary>
/// <param name="PolicyId">The policy's <c>@id</c>, or file and line.</param>
/// <param name="TextHash">SHA-256 of the policy's text, macros and all, in lower-case hex: an approval answers this text and no other.</param>
/// <param name="Annotation">The annotation's name.</param>
/// <param name="Value">The annotation's value.</param>
/// <param name="Modifiers">The values of the handler's modifiers that stand beside it, by name.</param>
/// <param name="Advice">The policy's <c>@advice</c>: the only policy text that a model reads.</param>
public sealed record ObligationSource(
    string PolicyId,
    string TextHash,
    string Annotation,
    string Value,
    IReadOnlyDictionary<string, string> Modifiers,
    string? Advice);

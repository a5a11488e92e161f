using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Ast;

/// <summary>A policy as it was parsed, or as it was linked to a template.</summary>
/// <param name="Id">Its id in the policy set; <c>policy0</c>, <c>policy1</c>, … in source order unless the caller gave another.</param>
/// <param name="Effect">Permit or forbid.</param>
/// <param name="Principal">The head's first part.</param>
/// <param name="Action">The head's second part.</param>
/// <param name="Resource">The head's third part.</param>
/// <param name="Conditions">The clauses in source order; all must hold.</param>
/// <param name="Annotations">The annotations in source order; names are distinct.</param>
/// <param name="Source">The text it was parsed from.</param>
/// <param name="Span">Where it stands in that text, annotations included.</param>
public sealed record Policy(
    string Id,
    Effect Effect,
    Scope Principal,
    Scope Action,
    Scope Resource,
    IReadOnlyList<Condition> Conditions,
    IReadOnlyList<Annotation> Annotations,
    SourceText Source,
    SourceSpan Span)
{
    /// <summary>The template that it was made from, and what fills its slots; null for a static policy. Source and span are the template's.</summary>
    public TemplateLink? Link { get; init; }

    /// <summary>Whether its head has a slot, so that it is the body of a <see cref="PolicyTemplate"/> and no policy of its own.</summary>
    internal bool HasSlots => Principal.HasSlot || Action.HasSlot || Resource.HasSlot;
}

using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Ast;

/// <summary>What a policy's head says of its principal, action or resource.</summary>
/// <param name="Constraint">How it constrains.</param>
/// <param name="EntityType">The type of <c>is</c>, else null.</param>
/// <param name="Entities">The entity of <c>==</c> and <c>in</c>, all of <c>in […]</c>, else none; a slot is none.</param>
/// <param name="Span">Where it stands in the source.</param>
public sealed record Scope(ScopeConstraint Constraint, string? EntityType, IReadOnlyList<EntityUid> Entities, SourceSpan Span)
{
    /// <summary>Whether an entity is still to be filled in.</summary>
    internal bool HasSlot => Constraint is ScopeConstraint.EqualSlot or ScopeConstraint.InSlot or ScopeConstraint.IsInSlot;

    /// <summary>The same with an entity in place of its slot; unchanged where it has none.</summary>
    internal Scope Fill(EntityUid? entity) => HasSlot && entity is not null
        ? this with
        {
            Constraint = Constraint switch
            {
                ScopeConstraint.EqualSlot => ScopeConstraint.Equal,
                ScopeConstraint.InSlot => ScopeConstraint.In,
                _ => ScopeConstraint.IsIn,
            },
            Entities = [entity],
        }
        : this;
}

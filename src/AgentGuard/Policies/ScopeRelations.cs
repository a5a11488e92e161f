using AgentGuard.Cedar.Ast;

namespace AgentGuard;

/// <summary>How the heads of policies lie to each other. What is not sure is answered with false.</summary>
internal static class ScopeRelations
{
    /// <summary>Whether one head admits every principal or resource that the other does.</summary>
    public static bool Covers(Scope broad, Scope narrow) => broad.Constraint switch
    {
        ScopeConstraint.Any => true,
        ScopeConstraint.Equal => narrow.Constraint == ScopeConstraint.Equal && IsSameEntity(broad, narrow),
        ScopeConstraint.In => narrow.Constraint is ScopeConstraint.Equal or ScopeConstraint.In or ScopeConstraint.IsIn && IsSameEntity(broad, narrow),
        ScopeConstraint.Is => TypeOf(narrow) == broad.EntityType,
        ScopeConstraint.IsIn => TypeOf(narrow) == broad.EntityType
            && narrow.Constraint is ScopeConstraint.Equal or ScopeConstraint.IsIn && IsSameEntity(broad, narrow),
        _ => false,
    };

    /// <summary>Whether no principal or resource is admitted by both.</summary>
    public static bool AreApart(Scope one, Scope other) =>
        (TypeOf(one) is { } type && TypeOf(other) is { } otherType && type != otherType)
        || (one.Constraint == ScopeConstraint.Equal && other.Constraint == ScopeConstraint.Equal && !IsSameEntity(one, other));

    /// <summary>The one type of what a head admits; null where there may be several.</summary>
    private static string? TypeOf(Scope scope) => scope.Constraint switch
    {
        ScopeConstraint.Equal => scope.Entities[0].Type,
        ScopeConstraint.Is or ScopeConstraint.IsIn => scope.EntityType,
        _ => null,
    };

    private static bool IsSameEntity(Scope one, Scope other) => one.Entities.Count == 1 && other.Entities.Count == 1 && one.Entities[0].Equals(other.Entities[0]);
}

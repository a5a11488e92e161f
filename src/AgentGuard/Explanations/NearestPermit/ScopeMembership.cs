using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Whether the head of a policy is about an entity.</summary>
internal static class ScopeMembership
{
    public static bool Holds(Scope scope, EntityUid uid, IEntitySource entities) => scope.Constraint switch
    {
        ScopeConstraint.Any => true,
        ScopeConstraint.Equal => uid.Equals(scope.Entities[0]),
        ScopeConstraint.Is => uid.Type == scope.EntityType,
        ScopeConstraint.IsIn => uid.Type == scope.EntityType && IsIn(scope, uid, entities),
        _ => IsIn(scope, uid, entities),
    };

    private static bool IsIn(Scope scope, EntityUid uid, IEntitySource entities) =>
        scope.Entities.Any(named => uid.Equals(named) || (entities.TryGetEntity(uid, out Entity? entity) && entity.IsDescendantOf(named)));
}

using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>What the head of a policy demands of one variable; a head is never an error.</summary>
internal sealed class ScopeTest
{
    private readonly string? _entityType;

    private ScopeTest(string? entityType, EntityUid[] entities, bool withDescendants)
    {
        _entityType = entityType;
        Entities = entities;
        WithDescendants = withDescendants;
    }

    /// <summary>The entities that it names, one of which it must be, or be below.</summary>
    public EntityUid[] Entities { get; }

    /// <summary>The one entity that the head of a principal or a resource names, if it names one.</summary>
    public EntityUid? Entity => Entities.Length > 0 ? Entities[0] : null;

    /// <summary>Whether it may be below a named entity too.</summary>
    public bool WithDescendants { get; }

    /// <summary>Whether it names entities at all; <c>in []</c> does, and holds for none.</summary>
    public bool NamesEntities { get; private init; }

    /// <exception cref="PolicySetException">The head is none that can be written.</exception>
    public static ScopeTest? OfAction(Scope scope, Interner interner) =>
        scope.Constraint is ScopeConstraint.Is or ScopeConstraint.IsIn
            ? throw new PolicySetException("the head tests the type of the action")
            : Of(scope, interner);

    /// <exception cref="PolicySetException">The head is none that can be written.</exception>
    public static ScopeTest? OfEntity(Scope scope, Interner interner) =>
        scope.Constraint == ScopeConstraint.InAny
            ? throw new PolicySetException("only an action can be in one of several entities")
            : Of(scope, interner);

    public bool Holds(EntityUid uid, Entity? entity) =>
        (_entityType is null || _entityType == uid.Type) && (!NamesEntities || IsNamed(uid, entity));

    /// <summary>What remains to be tested where the index has found the named entities; null for nothing.</summary>
    public ScopeTest? WithoutEntities() => _entityType is null ? null : new(_entityType, [], withDescendants: false);

    private static ScopeTest? Of(Scope scope, Interner interner)
    {
        if (scope.HasSlot)
        {
            throw new PolicySetException("the head has a slot: a template is linked before it decides");
        }

        bool needsType = scope.Constraint is ScopeConstraint.Is or ScopeConstraint.IsIn;
        bool needsOne = scope.Constraint is ScopeConstraint.Equal or ScopeConstraint.In or ScopeConstraint.IsIn;
        bool namesEntities = needsOne || scope.Constraint == ScopeConstraint.InAny;
        if (needsType != scope.EntityType is not null
            || (needsOne && scope.Entities.Count != 1)
            || (!namesEntities && scope.Entities.Count != 0))
        {
            throw new PolicySetException($"a head of kind {scope.Constraint} does not have what it needs");
        }

        if (scope.Constraint == ScopeConstraint.Any)
        {
            return null;
        }

        return new ScopeTest(
            scope.EntityType is { } type ? interner.Intern(type) : null,
            [.. scope.Entities.Select(interner.Intern).Distinct()],
            scope.Constraint != ScopeConstraint.Equal)
        {
            NamesEntities = namesEntities,
        };
    }

    private bool IsNamed(EntityUid uid, Entity? entity)
    {
        foreach (EntityUid named in Entities)
        {
            if (uid.Equals(named) || (WithDescendants && entity is not null && entity.IsDescendantOf(named)))
            {
                return true;
            }
        }

        return false;
    }
}

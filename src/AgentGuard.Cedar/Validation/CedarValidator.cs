using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Validation;

/// <summary>
/// Compares policies, entities and requests with a schema, by Cedar's strict validation. A policy that is valid never fails for a
/// request and entities that conform, but for an integer that grows too large and an entity that is not there. Any number of threads
/// may use it at once.
/// </summary>
public sealed class CedarValidator
{
    private const int MaxFaults = 100;

    private readonly ValidationOptions _options;

    /// <summary>Makes a validator.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="options">How to validate; null for the usual way.</param>
    public CedarValidator(CedarSchema schema, ValidationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = schema;
        _options = options ?? ValidationOptions.Default;
    }

    /// <summary>The schema.</summary>
    public CedarSchema Schema { get; }

    /// <summary>Validates policies.</summary>
    /// <param name="policies">The policies.</param>
    /// <param name="diagnostics">Errors and warnings, policy by policy, in the order of each text; at most 100 a policy.</param>
    /// <returns>True if all are valid. There may be warnings.</returns>
    public bool TryValidate(IEnumerable<Policy> policies, out IReadOnlyList<Diagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(policies);
        StepBudget budget = new(_options.MaxSteps);
        List<Diagnostic> found = [];
        bool isValid = true;
        foreach (Policy policy in policies)
        {
            found.AddRange(new PolicyChecker(Schema, policy, _options, budget).Check(out bool hasErrors));
            isValid &= !hasErrors;
        }

        diagnostics = found;
        return isValid;
    }

    /// <summary>Validates a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="diagnostics">Errors and warnings in the order of the text, at most 100.</param>
    /// <returns>True if it is valid. There may be warnings.</returns>
    public bool TryValidate(Policy policy, out IReadOnlyList<Diagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return TryValidate([policy], out diagnostics);
    }

    /// <summary>Compares a request with the schema: whether the action is declared and applies to principal and resource, and whether the context is of its type.</summary>
    /// <param name="principal">Who.</param>
    /// <param name="action">Does what.</param>
    /// <param name="resource">To what.</param>
    /// <param name="context">The circumstances.</param>
    /// <returns>The first fault; null where the request conforms.</returns>
    public ConformanceFault? CheckRequest(EntityUid principal, EntityUid action, EntityUid resource, CedarRecord context)
    {
        ArgumentNullException.ThrowIfNull(principal);
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(context);
        return RequestConformance.Check(Schema, principal, action, resource, context);
    }

    /// <summary>Compares an entity with the schema: its type, id, attributes, tags and ancestors.</summary>
    /// <param name="entity">The entity. Of a store it has all its ancestors; on its own they are its parents.</param>
    /// <returns>The first fault; null where the entity conforms.</returns>
    public ConformanceFault? CheckEntity(Entity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return new EntityConformance(Schema).Check(entity);
    }

    /// <summary>Compares entities with the schema.</summary>
    /// <param name="entities">The entities.</param>
    /// <returns>The first fault of each entity that does not conform, at most 100.</returns>
    public IReadOnlyList<ConformanceFault> CheckEntities(IEnumerable<Entity> entities)
    {
        ArgumentNullException.ThrowIfNull(entities);
        EntityConformance conformance = new(Schema);
        return [.. entities.Select(conformance.Check).OfType<ConformanceFault>().Take(MaxFaults)];
    }
}

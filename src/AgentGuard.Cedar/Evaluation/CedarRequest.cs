using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>Who wants to do what to what, and in which circumstances.</summary>
public readonly struct CedarRequest
{
    /// <summary>Asks for a decision.</summary>
    /// <param name="principal">Who.</param>
    /// <param name="action">Does what.</param>
    /// <param name="resource">To what.</param>
    /// <param name="context">The circumstances; null for an empty record.</param>
    public CedarRequest(EntityUid principal, EntityUid action, EntityUid resource, CedarRecord? context = null)
    {
        ArgumentNullException.ThrowIfNull(principal);
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(resource);
        Principal = principal;
        Action = action;
        Resource = resource;
        Context = context ?? CedarRecord.Empty;
    }

    /// <summary>What policies call <c>principal</c>.</summary>
    public EntityUid Principal { get; }

    /// <summary>What policies call <c>action</c>.</summary>
    public EntityUid Action { get; }

    /// <summary>What policies call <c>resource</c>.</summary>
    public EntityUid Resource { get; }

    /// <summary>What policies call <c>context</c>.</summary>
    public CedarRecord Context { get; }
}

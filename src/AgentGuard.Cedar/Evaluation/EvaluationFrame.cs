using System.Diagnostics.CodeAnalysis;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>
/// What the policies of one request share: the request, the entities, the steps left, and the attribute paths that a policy has
/// read already. Errors flow through it as values: who fails says so here and returns nothing, and who gets nothing returns nothing.
/// </summary>
internal sealed class EvaluationFrame
{
    public const int PrincipalSlot = 0;
    public const int ActionSlot = 1;
    public const int ResourceSlot = 2;
    public const int ContextSlot = 3;
    public const int VariableSlots = 4;

    private CachedValue[] _slots = new CachedValue[VariableSlots];

    // A slot is filled if it bears the number of the request, so that nothing has to be cleared between two.
    private long _request;
    private EntityUid? _principalUid;
    private EntityUid? _resourceUid;
    private IEntitySource _entities = EntityStore.Empty;
    private PolicySetOptions _limits = PolicySetOptions.Default;
    private long _requestSteps = PolicySetOptions.Default.MaxStepsPerRequest;
    private long _policySteps;
    private long _stepsLeft;

    /// <summary>The entity of the principal, if there is one.</summary>
    public Entity? Principal { get; private set; }

    /// <summary>The entity of the action, if there is one.</summary>
    public Entity? Action { get; private set; }

    /// <summary>The entity of the resource, if there is one.</summary>
    public Entity? Resource { get; private set; }

    /// <summary>Why the policy failed; meaningful only right after it did.</summary>
    public EvaluationError? Error { get; private set; }

    public void Begin(in CedarRequest request, IEntitySource entities, int slots, PolicySetOptions limits)
    {
        _request++;
        _entities = entities;
        _limits = limits;
        _requestSteps = limits.MaxStepsPerRequest;
        if (_slots.Length < slots)
        {
            _slots = new CachedValue[slots];
        }

        (_principalUid, _resourceUid) = (request.Principal, request.Resource);
        Principal = entities.TryGetEntity(request.Principal, out Entity? principal) ? principal : null;
        Action = entities.TryGetEntity(request.Action, out Entity? action) ? action : null;
        Resource = entities.TryGetEntity(request.Resource, out Entity? resource) ? resource : null;
        Store(PrincipalSlot, request.Principal);
        Store(ActionSlot, request.Action);
        Store(ResourceSlot, request.Resource);
        Store(ContextSlot, request.Context);
    }

    /// <summary>Lets go of the request.</summary>
    public void End()
    {
        _entities = EntityStore.Empty;
        (_principalUid, _resourceUid) = (null, null);
        (Principal, Action, Resource) = (null, null, null);
    }

    /// <summary>Starts a policy.</summary>
    /// <returns>False if there are not as many steps left.</returns>
    public bool BeginPolicy(long steps)
    {
        _policySteps = Math.Min(_limits.MaxStepsPerPolicy, _requestSteps);
        _stepsLeft = _policySteps - steps;
        return _stepsLeft >= 0;
    }

    public void EndPolicy() => _requestSteps -= _policySteps - Math.Max(_stepsLeft, 0);

    /// <summary>Takes steps.</summary>
    /// <returns>False if there are not as many left; the policy has failed then.</returns>
    public bool TryStep(int steps, SourceSpan span)
    {
        _stepsLeft -= steps;
        if (_stepsLeft >= 0)
        {
            return true;
        }

        Fail(Faults.TooLong(span));
        return false;
    }

    public Truth FailTest(EvaluationError error)
    {
        Error = error;
        return Truth.Failed;
    }

    public Value Fail(EvaluationError error)
    {
        Error = error;
        return default;
    }

    /// <summary>What is in a slot, or <c>default</c> if nothing was put there for this request.</summary>
    public Value Slot(int index)
    {
        ref readonly CachedValue slot = ref _slots[index];
        return slot.Request == _request ? slot.Value : default;
    }

    public void Store(int index, Value value)
    {
        ref CachedValue slot = ref _slots[index];
        slot.Value = value;
        slot.Request = _request;
    }

    /// <summary>Finds an entity; the principal and the resource were looked up already.</summary>
    public bool TryGetEntity(EntityUid uid, [NotNullWhen(true)] out Entity? entity)
    {
        if (ReferenceEquals(uid, _principalUid))
        {
            entity = Principal;
            return entity is not null;
        }

        if (ReferenceEquals(uid, _resourceUid))
        {
            entity = Resource;
            return entity is not null;
        }

        return _entities.TryGetEntity(uid, out entity);
    }

    private struct CachedValue
    {
        public Value Value;
        public long Request;
    }
}

using System.Runtime.InteropServices;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>
/// Cedar's answer to one request, and everything that led to it. It can be passed in again for the next request, of the same set or
/// another, and is overwritten then; used again it allocates nothing. Not safe for use by several threads at once.
/// </summary>
public sealed class AuthorizationResult
{
    private readonly List<CompiledPolicy> _permits = [];
    private readonly List<CompiledPolicy> _forbids = [];
    private readonly List<PolicyError> _errors = [];

    // Policies under several keys of the index bear the number of the request in which they were last looked at.
    private long[] _seen = [];
    private long _request;
    private EntityUid? _principal;
    private EntityUid? _resource;

    /// <summary>Cedar's decision: erring policies are skipped.</summary>
    public CedarDecision Decision => _forbids.Count == 0 && _permits.Count > 0 ? CedarDecision.Allow : CedarDecision.Deny;

    /// <summary>Every permit that is satisfied, in the order of the set, also where a forbid is.</summary>
    public ReadOnlySpan<CompiledPolicy> Permits => CollectionsMarshal.AsSpan(_permits);

    /// <summary>Every forbid that is satisfied, in the order of the set.</summary>
    public ReadOnlySpan<CompiledPolicy> Forbids => CollectionsMarshal.AsSpan(_forbids);

    /// <summary>The policies that determine the decision, Cedar's <c>reason</c>: the forbids if any is satisfied, else the permits.</summary>
    public ReadOnlySpan<CompiledPolicy> Reasons => _forbids.Count > 0 ? Forbids : Permits;

    /// <summary>Every policy that could not be evaluated, in the order of the set.</summary>
    public ReadOnlySpan<PolicyError> Errors => CollectionsMarshal.AsSpan(_errors);

    /// <summary>How many policies were looked at, satisfied or not.</summary>
    internal int Considered { get; private set; }

    internal EvaluationFrame Frame { get; } = new();

    internal void Begin(in CedarRequest request, int policies)
    {
        _request++;
        Clear();
        (_principal, _resource) = (request.Principal, request.Resource);
        if (_seen.Length < policies)
        {
            _seen = new long[policies];
        }
    }

    internal void Clear()
    {
        _permits.Clear();
        _forbids.Clear();
        _errors.Clear();
        Considered = 0;
    }

    internal void End()
    {
        (_principal, _resource) = (null, null);
        Frame.End();
        Order(CollectionsMarshal.AsSpan(_permits));
        Order(CollectionsMarshal.AsSpan(_forbids));
        CollectionsMarshal.AsSpan(_errors).Sort(static (x, y) => x.Policy.Index.CompareTo(y.Policy.Index));
    }

    internal void Consider(in Posting posting)
    {
        CompiledPolicy policy = posting.Policy;
        if (posting.IsOneOfSeveral)
        {
            if (_seen[policy.Index] == _request)
            {
                return;
            }

            _seen[policy.Index] = _request;
        }

        Considered++;
        if ((posting.Principal is { } principal && !principal.Holds(_principal!, Frame.Principal))
            || (posting.Resource is { } resource && !resource.Holds(_resource!, Frame.Resource)))
        {
            return;
        }

        switch (policy.Test(Frame))
        {
            case Truth.True:
                (policy.Policy.Effect == Effect.Permit ? _permits : _forbids).Add(policy);
                break;
            case Truth.Failed:
                _errors.Add(new PolicyError(policy, Frame.Error!));
                break;
        }
    }

    private static void Order(Span<CompiledPolicy> policies) => policies.Sort(static (x, y) => x.Index.CompareTo(y.Index));
}

using System.Runtime.InteropServices;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>The policies of one action, each under its principal or its resource, whichever it shares with fewer others.</summary>
internal sealed class ActionPolicies
{
    private readonly ScopeKeys<List<Posting>> _byPrincipal = new();
    private readonly ScopeKeys<List<Posting>> _byResource = new();
    private readonly List<Posting> _others = [];
    private List<CompiledPolicy> _policies = [];

    public void Add(CompiledPolicy policy) => _policies.Add(policy);

    public void Build()
    {
        Dictionary<EntityUid, int> principals = Count(policy => policy.Principal?.Entity);
        Dictionary<EntityUid, int> resources = Count(policy => policy.Resource?.Entity);
        foreach (CompiledPolicy policy in _policies)
        {
            bool isOneOfSeveral = policy.Action is { Entities.Length: > 1 };
            EntityUid? principal = policy.Principal?.Entity;
            EntityUid? resource = policy.Resource?.Entity;
            if (principal is not null && (resource is null || principals[principal] < resources[resource]))
            {
                _byPrincipal.Get(principal, policy.Principal!.WithDescendants)
                    .Add(new(policy, policy.Principal.WithoutEntities(), policy.Resource, isOneOfSeveral));
            }
            else if (resource is not null)
            {
                _byResource.Get(resource, policy.Resource!.WithDescendants)
                    .Add(new(policy, policy.Principal, policy.Resource.WithoutEntities(), isOneOfSeveral));
            }
            else
            {
                _others.Add(new(policy, policy.Principal, policy.Resource, isOneOfSeveral));
            }
        }

        _policies = [];
    }

    public void Visit(in CedarRequest request, AuthorizationResult result)
    {
        foreach (List<Posting> postings in _byPrincipal.Matching(request.Principal, result.Frame.Principal))
        {
            Visit(postings, result);
        }

        foreach (List<Posting> postings in _byResource.Matching(request.Resource, result.Frame.Resource))
        {
            Visit(postings, result);
        }

        Visit(_others, result);
    }

    private static void Visit(List<Posting> postings, AuthorizationResult result)
    {
        foreach (ref readonly Posting posting in CollectionsMarshal.AsSpan(postings))
        {
            result.Consider(posting);
        }
    }

    private Dictionary<EntityUid, int> Count(Func<CompiledPolicy, EntityUid?> key) =>
        _policies.Select(key).OfType<EntityUid>().CountBy(uid => uid).ToDictionary();
}

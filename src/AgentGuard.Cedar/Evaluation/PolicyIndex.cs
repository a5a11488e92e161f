using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>Finds the policies whose heads a request can meet: by its action, then by its principal or its resource.</summary>
internal sealed class PolicyIndex
{
    private readonly ScopeKeys<ActionPolicies> _byAction = new();
    private readonly ActionPolicies _anyAction = new();

    public PolicyIndex(CompiledPolicy[] policies)
    {
        foreach (CompiledPolicy policy in policies)
        {
            if (policy.Action is not { NamesEntities: true } action)
            {
                _anyAction.Add(policy);
                continue;
            }

            foreach (EntityUid key in action.Entities)
            {
                _byAction.Get(key, action.WithDescendants).Add(policy);
            }
        }

        _anyAction.Build();
        foreach (ActionPolicies bucket in _byAction.All)
        {
            bucket.Build();
        }
    }

    public void Visit(in CedarRequest request, AuthorizationResult result)
    {
        foreach (ActionPolicies bucket in _byAction.Matching(request.Action, result.Frame.Action))
        {
            bucket.Visit(request, result);
        }

        _anyAction.Visit(request, result);
    }
}

using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Validation;

/// <summary>Whether an action that a policy's head admits applies to a principal and a resource that it admits.</summary>
internal sealed class ActionApplication(CedarSchema schema, Policy policy, Findings findings, StepBudget budget)
{
    public void Check()
    {
        ActionDefinition[] actions = [.. schema.ActionDefinitions.Where(AdmitsAction)];
        if (!Array.Exists(actions, action => Admits(policy.Principal, action.Principals) && Admits(policy.Resource, action.Resources)))
        {
            findings.Error(PolicyConditions.HeadOf(policy), "no action applies to what the head of the policy admits", Help(actions));
        }
    }

    private bool AdmitsAction(ActionDefinition action) => policy.Action.Constraint switch
    {
        ScopeConstraint.Any => true,
        ScopeConstraint.Equal => action.Uid.Equals(policy.Action.Entities[0]),
        _ => policy.Action.Entities.All(uid => schema.TryGetAction(uid, out _))
            && policy.Action.Entities.Any(uid => action.Uid.Equals(uid) || action.Ancestors.Contains(uid)),
    };

    private bool Admits(Scope scope, IReadOnlySet<string> types)
    {
        budget.Take(types.Count);
        return scope.Constraint switch
        {
            ScopeConstraint.Any or ScopeConstraint.EqualSlot or ScopeConstraint.InSlot => types.Count > 0,
            ScopeConstraint.Equal => types.Contains(scope.Entities[0].Type),
            ScopeConstraint.Is or ScopeConstraint.IsInSlot => types.Contains(scope.EntityType!),
            ScopeConstraint.IsIn => types.Contains(scope.EntityType!) && MayBeIn(scope.EntityType!, scope.Entities[0]),
            _ => types.Any(type => MayBeIn(type, scope.Entities[0])),
        };
    }

    private bool MayBeIn(string type, EntityUid ancestor) =>
        type == ancestor.Type || (schema.TryGetEntityType(type, out EntityTypeDefinition? definition) && definition.Ancestors.Contains(ancestor.Type));

    private string? Help(ActionDefinition[] actions)
    {
        if (WouldInHelp(policy.Principal, actions.Select(action => action.Principals)))
        {
            return "the principal is a group of what the action applies to; did you mean `principal in`?";
        }

        if (WouldInHelp(policy.Resource, actions.Select(action => action.Resources)))
        {
            return "the resource is a group of what the action applies to; did you mean `resource in`?";
        }

        return actions switch
        {
            [] => null,
            [ActionDefinition action] when action.Principals.Count > 0 && action.Resources.Count > 0 =>
                $"`{Excerpt.Of(action.Uid.ToString())}` applies to principals of type {SchemaSuggestions.List(action.Principals)} and resources of type {SchemaSuggestions.List(action.Resources)}",
            [ActionDefinition action] => $"`{Excerpt.Of(action.Uid.ToString())}` applies to nothing; for the actions in a group write `action in`",
            _ => null,
        };
    }

    /// <summary>Whether <c>==</c> names an entity of a type that what the actions apply to is in.</summary>
    private bool WouldInHelp(Scope scope, IEnumerable<IReadOnlySet<string>> applicable) =>
        scope.Constraint == ScopeConstraint.Equal
        && applicable.All(types => !types.Contains(scope.Entities[0].Type))
        && applicable.Any(types => types.Any(type => MayBeIn(type, scope.Entities[0])));
}

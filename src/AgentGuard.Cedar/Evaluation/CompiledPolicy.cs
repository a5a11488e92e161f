using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation.Nodes;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>A policy in a set.</summary>
public sealed class CompiledPolicy
{
    private readonly Node[] _conditions;
    private readonly long _steps;

    internal CompiledPolicy(Policy policy, int index, Interner interner)
    {
        Policy = policy;
        Index = index;
        try
        {
            Principal = ScopeTest.OfEntity(policy.Principal, interner);
            Action = ScopeTest.OfAction(policy.Action, interner);
            Resource = ScopeTest.OfEntity(policy.Resource, interner);
            Compiler compiler = new(interner);
            List<Node> conditions = [];
            foreach (Condition condition in policy.Conditions)
            {
                if (condition.IsUnless)
                {
                    conditions.Add(new NotNode(compiler.Compile(condition.Body), condition.Span));
                }
                else
                {
                    compiler.Flatten(condition.Body, ofAnd: true, conditions);
                }
            }

            _conditions = [.. conditions];
            _steps = 1 + compiler.Nodes;
        }
        catch (PolicySetException refused)
        {
            throw new PolicySetException($"policy `{policy.Id}`: {refused.Message}", refused);
        }
    }

    /// <summary>The policy.</summary>
    public Policy Policy { get; }

    /// <summary>Its place in the set, from 0, in the order in which the set was given its policies.</summary>
    public int Index { get; }

    /// <summary>What its head says of the principal; null for nothing.</summary>
    internal ScopeTest? Principal { get; }

    /// <summary>What its head says of the action; null for nothing.</summary>
    internal ScopeTest? Action { get; }

    /// <summary>What its head says of the resource; null for nothing.</summary>
    internal ScopeTest? Resource { get; }

    /// <summary>Whether all conditions hold.</summary>
    internal Truth Test(EvaluationFrame frame)
    {
        Truth truth = frame.BeginPolicy(_steps) ? AndNode.Test(_conditions, frame) : frame.FailTest(Faults.TooLong(Policy.Span));
        frame.EndPolicy();
        return truth;
    }
}

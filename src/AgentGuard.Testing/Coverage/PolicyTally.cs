using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Evaluation;

namespace AgentGuard.Testing;

/// <summary>Counts what one policy came to, question by question.</summary>
internal sealed class PolicyTally
{
    private readonly int _index;

    private readonly OrderedDictionary<SourceSpan, (bool WasTrue, bool WasFalse)> _conditions = [];
    private PolicyUse _use;

    /// <param name="policy">The policy.</param>
    /// <param name="index">Its index among those that decide, or among those being tried out.</param>
    public PolicyTally(BundlePolicy policy, int index)
    {
        Policy = policy;
        _index = index;
        foreach (Expression part in ConditionParts.Of(policy.Policy).Where(static part => part is not LiteralExpression))
        {
            _conditions.TryAdd(part.Span, default);
        }
    }

    public BundlePolicy Policy { get; }

    private bool IsComplete => _use == PolicyUse.Decided && _conditions.Values.All(static seen => seen is (true, true));

    public void Count(PolicyQuestion question, PolicyAnswer answer)
    {
        if (IsComplete)
        {
            return;
        }

        PolicySet policies = Policy.IsShadow ? question.Bundle.ShadowPolicySet : question.Bundle.PolicySet;
        CedarRequest request = new(question.Principal, question.Action, question.Resource, question.Context);
        IReadOnlyList<ExplainedExpression> parts = policies.Explain(request, question.Entities, policies[_index]);
        if (parts is [.., { IsHead: true }])
        {
            return;
        }

        foreach (ExplainedExpression part in parts)
        {
            if (part.Value is { } value && _conditions.TryGetValue(part.Span, out (bool WasTrue, bool WasFalse) seen))
            {
                _conditions[part.Span] = (seen.WasTrue || value.AsBoolean, seen.WasFalse || !value.AsBoolean);
            }
        }

        _use = IsSatisfied(answer) && parts.All(static part => part.Error is null) ? PolicyUse.Decided
            : _use == PolicyUse.NeverConsidered ? PolicyUse.Considered
            : _use;
    }

    public CoveredPolicy ToCovered() => new(Policy, _use, [.. _conditions.Select(condition => ToCovered(condition.Key, condition.Value))]);

    /// <summary>By its id: each play of a scenario loads the bundle anew.</summary>
    private bool IsSatisfied(PolicyAnswer answer) =>
        (Policy.IsShadow ? answer.Shadows : Policy.Policy.Effect == Effect.Permit ? answer.Permits : answer.Forbids)
            .Any(satisfied => satisfied.Id == Policy.Id);

    private CoveredCondition ToCovered(SourceSpan span, (bool WasTrue, bool WasFalse) seen)
    {
        SourceText source = Policy.Policy.Source;
        (int line, int column) = source.GetPosition(span.Start);
        string text = string.Join(' ', source.Text.Substring(span.Start, span.Length).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new CoveredCondition(text, line, column, seen.WasTrue, seen.WasFalse);
    }
}

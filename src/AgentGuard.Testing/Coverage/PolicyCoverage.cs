namespace AgentGuard.Testing;

/// <summary>
/// How much of a bundle the scenarios have tried that were played with it: which policies ever had a say, and which conditions were ever true and ever false.
/// It counts each question that the guard asked of policies, those about approvers and those of parallel branches included, and looks into them once the scenario is over:
/// nothing is decided, held or recorded otherwise for being measured. Scenarios may be played with it at the same time.
/// </summary>
public sealed class PolicyCoverage
{
    private readonly Lock _lock = new();
    private PolicyBundle? _bundle;
    private IReadOnlyList<PolicyTally> _tallies = [];

    /// <summary>The policies in the order of their files, those being tried out included; none before a scenario was played.</summary>
    public IReadOnlyList<CoveredPolicy> Policies
    {
        get
        {
            lock (_lock)
            {
                return [.. _tallies.Select(static tally => tally.ToCovered())];
            }
        }
    }

    /// <summary>
    /// The overall figure, in whole percent rounded down: of each policy counts that it had a say, and of each condition that it was true and that it was false.
    /// 100 for a bundle without policies, and before a scenario was played.
    /// </summary>
    public int Percent
    {
        get
        {
            (int reached, int all) = Policies.Aggregate((Reached: 0, All: 0), static (sum, policy) => (
                sum.Reached + (policy.Use == PolicyUse.Decided ? 1 : 0) + policy.Conditions.Sum(static condition => (condition.WasTrue ? 1 : 0) + (condition.WasFalse ? 1 : 0)),
                sum.All + 1 + (2 * policy.Conditions.Count)));
            return all == 0 ? 100 : (int)(100L * reached / all);
        }
    }

    /// <summary>Counts what a scenario asked.</summary>
    /// <param name="bundle">The policies that it began with. What it asked of others, because it edited them, is not counted.</param>
    /// <param name="questions">What was asked and answered.</param>
    /// <exception cref="InvalidOperationException">Another scenario was about other policies.</exception>
    internal void Count(PolicyBundle bundle, IEnumerable<(PolicyQuestion Question, PolicyAnswer Answer)> questions)
    {
        lock (_lock)
        {
            if (_bundle is null)
            {
                _bundle = bundle;
                _tallies = [.. Tallies(bundle)];
            }

            if (_bundle.ContentHash != bundle.ContentHash)
            {
                throw new InvalidOperationException($"`{bundle}` is not `{_bundle}`, of whose policies this coverage is: begin another for it");
            }

            foreach ((PolicyQuestion question, PolicyAnswer answer) in questions)
            {
                if (question.Bundle.ContentHash != bundle.ContentHash)
                {
                    continue;
                }

                foreach (PolicyTally tally in _tallies)
                {
                    tally.Count(question, answer);
                }
            }
        }
    }

    private static IEnumerable<PolicyTally> Tallies(PolicyBundle bundle) =>
        bundle.Policies.Select(static (policy, index) => new PolicyTally(policy, index))
            .Concat(bundle.ShadowPolicies.Select(static (policy, index) => new PolicyTally(policy, index)))
            .OrderBy(static tally => tally.Policy.Policy.Source.Name, StringComparer.Ordinal)
            .ThenBy(static tally => tally.Policy.Policy.Span.Start);
}

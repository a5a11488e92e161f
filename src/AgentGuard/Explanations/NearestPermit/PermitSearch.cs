using System.Runtime.InteropServices;

namespace AgentGuard;

/// <summary>
/// Looks for the smallest changes with which a refused call would pass. Whatever it finds has been decided once more with the change made, and comes
/// out as a permit, or as a hold that says whose yes it waits for.
/// </summary>
internal static class PermitSearch
{
    private const int MaxAlternatives = 3;

    // What a list of a thousand resources would need is nothing near.
    private const int MaxQuestions = 16;

    /// <summary>The alternatives, the smallest change first; none where nothing near was found.</summary>
    public static IReadOnlyList<ChangeSet> Of(IReadOnlyList<PolicyRound> rounds, DecisionContent content, GuardParts guard)
    {
        List<ChangeSet> found = [];
        if (content.Effect == DecisionEffect.RequireApproval && Yeses.Of(content.Obligations) is { Count: > 0 } yeses)
        {
            found.Add(ChangeSet.OfYeses(yeses));
        }

        if (!IsWorthwhile(rounds[^1], content, guard))
        {
            return found;
        }

        bool canBeLifted = content.Denial?.Code is not (DenyReasons.ApprovalRefused or DenyReasons.UndischargedObligation);
        SearchBudget budget = new(JsonMarshal.GetRawUtf8Value(rounds[0].Call.Arguments.Json).Length);
        TrialCall trial = new(rounds, guard.Options, budget);
        ChangeSet? unexpected = null;
        foreach (ChangeSet set in new Obstacles(rounds[^1], canBeLifted, budget).Find())
        {
            if (found.Count == MaxAlternatives)
            {
                break;
            }

            if (set is { IsWhole: true, Changes.Count: > 0 }
                && !found.Exists(smaller => smaller.IsPartOf(set))
                && trial.Decide(set.Changes) is { } passed
                && set.With(Yeses.Of(passed.Obligations)) is var tried
                && IsPossible(tried, passed, rounds[0], canBeLifted)
                && !found.Exists(smaller => smaller.IsPartOf(tried)))
            {
                // A yes that was not expected: the change does not do what it was made for, or brings in another policy.
                if (tried.IsPartOf(set))
                {
                    found.Add(tried);
                }
                else
                {
                    unexpected ??= tried;
                }
            }
        }

        return found.Count == 0 && unexpected is not null ? [unexpected] : [.. found.OrderBy(static set => set.Size).ThenBy(static set => set.Hardness)];
    }

    private static bool IsWorthwhile(PolicyRound round, DecisionContent content, GuardParts guard) =>
        guard.DecisionPoint.AnswersByBundle
        && round.Entities.Count * round.Principals.Count * round.Call.Resources.Count <= MaxQuestions
        && content.Denial?.Code is null or DenyReasons.Forbidden or DenyReasons.NotPermitted or DenyReasons.PolicyError or DenyReasons.OutOfBounds
            or DenyReasons.ApprovalRefused or DenyReasons.UndischargedObligation;

    /// <summary>A confirmation is the root user's, and nobody is asked again for a yes that was refused.</summary>
    private static bool IsPossible(ChangeSet set, DecisionContent passed, PolicyRound round, bool canBeLifted) =>
        set.Yeses.Count == 0
        || (canBeLifted && (Principal.IsUser(round.Call.Scope.Chain.Root.Principal)
            || passed.Obligations.All(static obligation => obligation is not ApprovalObligation { IsConfirmation: true })));
}

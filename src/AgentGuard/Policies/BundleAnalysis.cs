using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// Finds policies that change nothing, and one that permits everything, by their heads and texts alone. It says only what is sure: two conditions
/// are the same where their texts are.
/// </summary>
internal sealed class BundleAnalysis
{
    // Ten thousand policies without conditions would be a hundred million pairs, at every edit.
    private const long MaxSteps = 8_000_000;
    private const int ActionsPerStep = 8;

    private readonly ActionReach _reach;
    private readonly BundleDiagnostics _diagnostics;
    private long _steps;

    private BundleAnalysis(ToolCatalog catalog, BundleDiagnostics diagnostics)
    {
        _reach = new ActionReach(catalog, []);
        _diagnostics = diagnostics;
    }

    private bool IsSpent => _steps >= MaxSteps;

    /// <summary>Adds what there is to say, as warnings.</summary>
    /// <param name="policies">The policies, in their order.</param>
    /// <param name="catalog">The catalog, whose groups tell which actions a head admits.</param>
    /// <param name="diagnostics">Where to.</param>
    public static void Check(IReadOnlyList<BundlePolicy> policies, ToolCatalog catalog, BundleDiagnostics diagnostics) =>
        new BundleAnalysis(catalog, diagnostics).Check(policies);

    private void Check(IReadOnlyList<BundlePolicy> policies)
    {
        HashSet<BundlePolicy> told = FindDuplicates(policies);
        List<Candidate> inForce = [.. policies.Where(policy => !policy.IsShadow && !told.Contains(policy)).Select(ToCandidate)];
        List<Candidate> permits = [.. inForce.Where(candidate => candidate.Effect == Effect.Permit)];
        if (permits.Count == 0 && inForce.Count > 0)
        {
            // One word on what holds for all of them, and not the same word on each.
            Warn(inForce[0], "no policy permits anything, so every call is denied", "permit what is to happen, and to whom; a forbid only takes away");
        }

        List<Candidate> plainForbids = [.. inForce.Where(candidate => candidate is { Effect: Effect.Forbid, Policy.Obligations.Count: 0 })];
        foreach (Candidate permit in permits)
        {
            CheckOpen(permit);
            if (Find(permit, plainForbids, forbid => forbid.Conditions.Length == 0 && Covers(forbid, permit)) is { } forbid)
            {
                Warn(permit, $"this permit permits nothing: {Name(forbid)} forbids all that it is about", "take one of the two away");
            }
            else
            {
                CheckShadowed(permit, permits);
            }
        }

        foreach (Candidate forbid in inForce.Where(candidate => candidate.Effect == Effect.Forbid))
        {
            if (permits.Count > 0 && forbid.Policy.Obligations.Count > 0 && forbid.Actions.Count > 0 && Find(forbid, permits, permit => !AreApart(permit, forbid)) is null && !IsSpent)
            {
                Warn(forbid, "nothing permits what this forbid is about, so nobody is ever asked to lift it", "permit it to whom it is for; a yes lifts a forbid, and permits nothing");
            }
            else if (forbid.Policy.Notify is null)
            {
                CheckShadowed(forbid, plainForbids);
            }
        }

        CheckApprovers(inForce, permits);
        if (IsSpent)
        {
            Warn(inForce[^1], "the bundle has so many policies that not all of them were compared with each other", null);
        }
    }

    /// <returns>The policies that say again what one before them says.</returns>
    private HashSet<BundlePolicy> FindDuplicates(IReadOnlyList<BundlePolicy> policies)
    {
        HashSet<BundlePolicy> found = [];
        Dictionary<string, BundlePolicy> byText = [];
        foreach (BundlePolicy policy in policies)
        {
            string text = CedarPrinter.Print(policy.Policy with { Annotations = [.. policy.Policy.Annotations.Where(annotation => annotation.Name != KnownAnnotations.Id)] });
            if (!byText.TryAdd(text, policy))
            {
                found.Add(policy);
                _diagnostics.Warning(policy.Policy.Source, policy.Policy.Span, $"this policy says the same as {Name(byText[text])}", "take one of the two away");
            }
        }

        return found;
    }

    private void CheckOpen(Candidate permit)
    {
        Policy policy = permit.Syntax;
        bool isOpen = permit.Conditions.Length == 0
            && policy.Principal.Constraint == ScopeConstraint.Any
            && policy.Action.Constraint == ScopeConstraint.Any
            && policy.Resource.Constraint == ScopeConstraint.Any;
        if (isOpen)
        {
            Warn(permit, "this permit lets everybody call every tool, and say yes to every held call", "name who may do what in its head");
        }
    }

    /// <summary>To be in the group is not enough: policies say who may approve, and a yes that none of them permits does not count.</summary>
    private void CheckApprovers(List<Candidate> inForce, List<Candidate> permits)
    {
        if (permits.Count == 0 || permits.Exists(permit => permit.Actions.Contains(ActionEntities.Approve)))
        {
            return;
        }

        foreach (Candidate forbid in inForce)
        {
            if (forbid.Policy.Obligations.OfType<ApprovalObligation>().FirstOrDefault(approval => approval.Group is not null) is { Group: { } group })
            {
                Warn(forbid, "nobody may give the yes that this forbid waits for", $"add `permit (principal in {new EntityUid("Group", group)}, action == {ActionEntities.Approve}, resource);`");
                return;
            }
        }
    }

    private void CheckShadowed(Candidate narrow, List<Candidate> others)
    {
        bool Shadows(Candidate broad) =>
            (broad.Conditions.Length == 0 || broad.Conditions == narrow.Conditions)
            && SaysAsMuch(broad.Policy, narrow.Policy)
            && Covers(broad, narrow)
            && !(Covers(narrow, broad) && broad.Conditions == narrow.Conditions && broad.Order > narrow.Order);
        if (Find(narrow, others, Shadows) is { } found)
        {
            string verb = narrow.Effect == Effect.Permit ? "permits" : "forbids";
            Warn(narrow, $"this {(narrow.Effect == Effect.Permit ? "permit" : "forbid")} changes nothing: {Name(found)} {verb} all of it already", "take it away, or narrow the other one");
        }
    }

    /// <summary>A narrow forbid may be there for its advice; one that can be lifted was not meant to be forbidden anyway.</summary>
    private static bool SaysAsMuch(BundlePolicy broad, BundlePolicy narrow) =>
        narrow.Policy.Effect == Effect.Permit || narrow.Advice is null || narrow.Advice == broad.Advice || narrow.Obligations.Count > 0;

    private Candidate ToCandidate(BundlePolicy policy, int order) => new(policy, order, ConditionsOf(policy.Policy), _reach.Of(policy.Policy.Action));

    private static bool Covers(Candidate broad, Candidate narrow) =>
        ScopeRelations.Covers(broad.Syntax.Principal, narrow.Syntax.Principal)
        && ScopeRelations.Covers(broad.Syntax.Resource, narrow.Syntax.Resource)
        && (broad.Syntax.Action.Constraint == ScopeConstraint.Any
            || (narrow.Syntax.Action.Constraint != ScopeConstraint.Any && narrow.Actions.Count > 0 && narrow.Actions.IsSubsetOf(broad.Actions)));

    private static bool AreApart(Candidate one, Candidate other) =>
        ScopeRelations.AreApart(one.Syntax.Principal, other.Syntax.Principal)
        || ScopeRelations.AreApart(one.Syntax.Resource, other.Syntax.Resource)
        || !one.Actions.Overlaps(other.Actions);

    private BundlePolicy? Find(Candidate policy, List<Candidate> others, Func<Candidate, bool> matches)
    {
        foreach (Candidate other in others)
        {
            _steps += 1 + (policy.Actions.Count / ActionsPerStep);
            if (IsSpent)
            {
                return null;
            }

            if (!ReferenceEquals(other, policy) && matches(other))
            {
                return other.Policy;
            }
        }

        return null;
    }

    private void Warn(Candidate policy, string message, string? help) => _diagnostics.Warning(policy.Syntax.Source, policy.Syntax.Span, message, help);

    private static string Name(BundlePolicy policy) => policy.Id == policy.Position ? $"the one at {policy.Position}" : $"`{policy.Id}` at {policy.Position}";

    private static string ConditionsOf(Policy policy) =>
        string.Join('\n', policy.Conditions.Select(condition => (condition.IsUnless ? "unless " : "when ") + CedarPrinter.Print(condition.Body)));

    private sealed record Candidate(BundlePolicy Policy, int Order, string Conditions, IReadOnlySet<EntityUid> Actions)
    {
        public Policy Syntax => Policy.Policy;

        public Effect Effect => Policy.Policy.Effect;
    }
}

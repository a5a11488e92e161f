using AgentGuard.Cedar.Ast;
using AgentGuard.Testing;

namespace AgentGuard.Cli.Test;

/// <summary>Prints what of the policies no scenario tries, each with its place.</summary>
internal static class CoverageText
{
    public static void Add(StyledText text, TestBundle bundle, int? minimum)
    {
        if (bundle.Coverage is not { } coverage)
        {
            return;
        }

        IReadOnlyList<CoveredPolicy> policies = coverage.Policies;
        int decided = policies.Count(static policy => policy.Use == PolicyUse.Decided);
        int conditions = policies.Sum(static policy => policy.Conditions.Count);
        int both = policies.Sum(static policy => policy.Conditions.Count(static condition => condition is { WasTrue: true, WasFalse: true }));
        bool isEnough = minimum is null || coverage.Percent >= minimum;
        text.EndLine().Add(bundle.Folder, Styles.Strong).Add(": coverage ")
            .Add(FormattableString.Invariant($"{coverage.Percent} %"), !isEnough ? Styles.Error : coverage.Percent == 100 ? Styles.Good : Styles.Warning)
            .Add(FormattableString.Invariant($", {decided} of {Count.Of(policies.Count, "policy", "policies")} had a say"))
            .Add(conditions == 0 ? "" : FormattableString.Invariant($", {both} of {Count.Of(conditions, "condition")} {(conditions == 1 ? "was" : "were")} both true and false")).EndLine();
        AddGaps(text, [.. policies.SelectMany(policy => Gaps(bundle, policy))]);
        if (!isEnough)
        {
            text.Add("  too little: ", Styles.Error).Add(FormattableString.Invariant($"at least {minimum} % is asked for")).EndLine();
        }
    }

    private static IEnumerable<(string Place, string What, string Gap)> Gaps(TestBundle bundle, CoveredPolicy policy)
    {
        if (policy.Use != PolicyUse.Decided)
        {
            string name = policy.Policy.Id == policy.Policy.Position ? "" : $" {policy.Policy.Id}";
            string effect = policy.Policy.Policy.Effect == Effect.Permit ? "permit" : "forbid";
            yield return (
                bundle.Place(policy.Policy.Position),
                $"{effect}{name}{(policy.Policy.IsShadow ? " (shadow)" : "")}",
                policy.Use == PolicyUse.NeverConsidered ? "never considered" : "never satisfied");
        }

        // Of a policy that no question met there is nothing to add.
        foreach (CoveredCondition condition in policy.Use == PolicyUse.NeverConsidered ? [] : policy.Conditions)
        {
            if (condition is not { WasTrue: true, WasFalse: true })
            {
                yield return (
                    FormattableString.Invariant($"{bundle.Place(policy.Policy.Policy.Source.Name ?? "")}:{condition.Line}:{condition.Column}"),
                    condition.Text,
                    condition switch { { WasTrue: true } => "never false", { WasFalse: true } => "never true", _ => "never evaluated" });
            }
        }
    }

    private static void AddGaps(StyledText text, IReadOnlyList<(string Place, string What, string Gap)> gaps)
    {
        int place = gaps.Count == 0 ? 0 : gaps.Max(static gap => gap.Place.Length);
        int what = gaps.Count == 0 ? 0 : gaps.Max(static gap => gap.Gap.Length);
        foreach ((string Place, string What, string Gap) gap in gaps)
        {
            text.Add($"  {gap.Place.PadRight(place)}  ").Add(gap.Gap.PadRight(what), Styles.Warning).Add($"  {gap.What}").EndLine();
        }
    }
}

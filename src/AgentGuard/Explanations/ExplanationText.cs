using System.Globalization;
using AgentGuard.Cedar.Ast;

namespace AgentGuard;

/// <summary>An explanation in full: the decision's own lines, then every policy with those for whom it came to the same.</summary>
internal static class ExplanationText
{
    private const string Indent = "    ";

    public static string Of(CallExplanation explanation) =>
        string.Join('\n', [explanation.Decision.Explain(), .. Policies(explanation).Prepend("").Select(VisibleText.Of)]);

    private static IEnumerable<string> Policies(CallExplanation explanation)
    {
        bool hasResources = explanation.Considered.Select(static policy => policy.Resource).Distinct().Skip(1).Any();
        foreach (IGrouping<BundlePolicy, PolicyConsideration> policy in explanation.Considered
            .Where(static policy => !policy.IsForOtherTools)
            .GroupBy(static policy => policy.Policy)
            .OrderBy(static policy => policy.First().IsBound)
            .ThenBy(static policy => policy.Key.Policy.Source.Name, StringComparer.Ordinal)
            .ThenBy(static policy => policy.Key.Policy.Span.Start))
        {
            yield return Head(policy.Key);
            foreach (IGrouping<string, PolicyConsideration> same in policy.GroupBy(static one => $"{Outcome(one)}\n{string.Join('\n', one.Parts.Select(Part))}"))
            {
                IEnumerable<string> who = same.Select(one => hasResources ? $"{one.Principal.Id} on {one.Resource}" : one.Principal.Id).Distinct();
                yield return $"{Indent}{string.Join(", ", who)}: {Outcome(same.First())}";
                foreach (PolicyPart part in same.First().Parts)
                {
                    yield return $"{Indent}{Indent}{policy.Key.Policy.Source.Name}:{Part(part)}";
                }
            }
        }

        if (explanation.Considered.Where(static policy => policy.IsForOtherTools).Select(static policy => policy.Policy.Id).Distinct().ToList() is { Count: > 0 } others)
        {
            yield return $"for other tools: {string.Join(", ", others)}";
        }
    }

    private static string Head(BundlePolicy policy)
    {
        IEnumerable<string?> parts =
        [
            policy.Policy.Effect == Effect.Permit ? "permit" : "forbid",
            policy.Id == policy.Position ? null : policy.Id,
            policy.Position,
            policy.IsShadow ? "@shadow" : null,
            .. policy.Obligations.Select(static obligation => obligation.ToString()),
        ];
        return string.Join("  ", parts.OfType<string>());
    }

    private static string Outcome(PolicyConsideration policy) => policy.Outcome switch
    {
        PolicyOutcome.Satisfied => "satisfied",
        PolicyOutcome.Failed => $"failed: {policy.Error}",
        PolicyOutcome.ConditionFalse => "a condition is not met",
        _ => "out of scope",
    };

    private static string Part(PolicyPart part) => string.Create(
        CultureInfo.InvariantCulture,
        $"{part.Line}:{part.Column}: {part.Text}   {part.Shown}{(part is { IsHead: false, Value: { } value } ? value ? "   true" : "   false" : "")}");
}

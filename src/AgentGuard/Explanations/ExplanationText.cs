using System.Globalization;
using AgentGuard.Cedar.Ast;

namespace AgentGuard;

/// <summary>An explanation in full: the decision's own lines, then every policy with those for whom it came to the same.</summary>
internal static class ExplanationText
{
    private const string Indent = "    ";

    public static IEnumerable<ExplanationLine> Of(CallExplanation explanation)
    {
        foreach (string line in explanation.Decision.Explain().Split('\n'))
        {
            yield return new ExplanationLine(line);
        }

        bool hasResources = explanation.Considered.Select(static policy => policy.Resource).Distinct().Skip(1).Any();
        foreach (IGrouping<BundlePolicy, PolicyConsideration> policy in explanation.Considered
            .Where(static policy => !policy.IsForOtherTools)
            .GroupBy(static policy => policy.Policy)
            .OrderBy(static policy => policy.First().IsBound)
            .ThenBy(static policy => policy.Key.Policy.Source.Name, StringComparer.Ordinal)
            .ThenBy(static policy => policy.Key.Policy.Span.Start))
        {
            yield return new ExplanationLine("");
            foreach (ExplanationLine line in Of(policy.Key, policy, hasResources))
            {
                yield return line with { Text = VisibleText.Of(line.Text) };
            }
        }

        if (explanation.Considered.Where(static policy => policy.IsForOtherTools).Select(static policy => policy.Policy.Id).Distinct().ToList() is { Count: > 0 } others)
        {
            yield return new ExplanationLine("");
            yield return new ExplanationLine(VisibleText.Of($"for other tools: {string.Join(", ", others)}"));
        }
    }

    private static IEnumerable<ExplanationLine> Of(BundlePolicy policy, IEnumerable<PolicyConsideration> considered, bool hasResources)
    {
        yield return new ExplanationLine(Head(policy), policy);
        foreach (IGrouping<string, PolicyConsideration> same in considered.GroupBy(static one => $"{Outcome(one)}\n{string.Join('\n', one.Parts.Select(Part))}"))
        {
            IEnumerable<string> who = same.Select(one => hasResources ? $"{one.Principal.Id} on {one.Resource}" : one.Principal.Id).Distinct();
            yield return new ExplanationLine($"{Indent}{string.Join(", ", who)}: {Outcome(same.First())}", policy);
            foreach (PolicyPart part in same.First().Parts)
            {
                yield return new ExplanationLine($"{Indent}{Indent}{policy.Policy.Source.Name}:{Part(part)}", policy, part);
            }
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
        $"{part.Line}:{part.Column}: {part.Told}{(part is { IsHead: false, Value: { } value } ? value ? "   true" : "   false" : "")}");
}

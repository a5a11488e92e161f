using System.Globalization;
using System.Text;
using AgentGuard.Cedar.Ast;

namespace AgentGuard;

/// <summary>The two readings of a decision: everything for operators, and for a model only what policies advise it.</summary>
internal static class DecisionText
{
    private const string Indent = "          ";

    public static string ForModel(Decision decision)
    {
        if (decision.Effect == DecisionEffect.Permit)
        {
            return "";
        }

        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"Not executed: {decision.Tool} was {Outcome(decision)}.");
        if (decision.Denial?.ModelText is { } reason)
        {
            text.Append(' ').Append(Sentence(reason));
        }

        if (decision is { Effect: DecisionEffect.RequireApproval, Approval: { } approval })
        {
            text.AppendJoin("", Advice(decision).Select(static advice => $" {advice}"));
            text.Append(CultureInfo.InvariantCulture, $"\nRequest {approval.Id} expires {approval.ExpiresAt.UtcDateTime:HH:mm} UTC. Do not try again with other arguments; tell the user.");
        }

        return text.ToString();
    }

    /// <summary>Ids, names and arguments come from models and servers: none of them draws a line of its own.</summary>
    public static string ForOperators(DecisionExplanation decision) =>
        string.Join($"\n{Indent}", Lines(decision).Select(VisibleText.Of));

    private static IEnumerable<string> Lines(DecisionExplanation decision)
    {
        DecisionContent content = decision.Content;
        yield return Head(decision);
        if (content.Denial is { Code: not DenyReasons.Forbidden } denial)
        {
            yield return $"{denial.Code}: {denial.Message}";
        }

        foreach (IGrouping<(string Id, string Position), DeterminingPolicy> forbid in Satisfied(content, Effect.Forbid).GroupBy(static policy => (policy.Id, policy.Position)))
        {
            yield return Forbid(content, forbid);
        }

        if (Satisfied(content, Effect.Permit).ToList() is { Count: > 0 } permits)
        {
            yield return $"permits: {string.Join(", ", permits.Select(static policy => $"{policy.Position} ({policy.Principal.Id})"))}";
        }

        foreach (PolicyFailure failure in content.Errors)
        {
            yield return $"failed: {failure.Id}  {failure.Position} ({failure.Principal.Id}): {failure.Message}";
        }

        foreach (DeterminingPolicy shadow in content.Policies.Where(static policy => policy.IsShadow))
        {
            yield return $"shadow: {shadow.Id}  {shadow.Position} ({shadow.Principal.Id}) would {(shadow.Effect == Effect.Permit ? "permit" : "forbid")}";
        }

        if (content.NearestPermit.Count > 0)
        {
            yield return $"would pass: {string.Join(", or ", content.NearestPermit)}";
        }

        if (decision.BundleError is { } error)
        {
            yield return $"a newer edit of the bundle was refused: {error}";
        }

        yield return $"bundle {decision.Bundle}  decision {decision.Id}";
    }

    private static string Head(DecisionExplanation decision)
    {
        string effect = decision.Content.Effect switch
        {
            DecisionEffect.Permit => "PERMIT",
            DecisionEffect.RequireApproval => "HELD  ",
            _ => "DENY  ",
        };
        string when = decision.At.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        IEnumerable<string?> parts =
        [
            when,
            $"{effect} {decision.Tool}",
            decision.Chain,
            decision.Resources.Count > 0 ? string.Join(", ", decision.Resources) : null,
            .. decision.Arguments?.Shown ?? [],
        ];
        return string.Join("  ", parts.OfType<string>());
    }

    private static string Forbid(DecisionContent content, IGrouping<(string Id, string Position), DeterminingPolicy> forbid)
    {
        (string id, string position) = forbid.Key;
        string name = id == position ? id : $"{id}  {position}";
        IEnumerable<string> traces = content.Traces.TryGetValue(id, out IReadOnlyList<PolicyPart>? parts) ? parts.Select(static part => $"  {part.Told}{(part.Value is false ? "   false" : "")}") : [];
        return $"{name} ({string.Join(", ", forbid.Select(static policy => policy.Principal.Id))}){string.Concat(traces)}";
    }

    private static IEnumerable<DeterminingPolicy> Satisfied(DecisionContent content, Effect effect) =>
        content.Policies.Where(policy => !policy.IsShadow && policy.Effect == effect);

    /// <summary>What has to be met is said in the words of the policies that ask for it.</summary>
    private static IEnumerable<string> Advice(Decision decision) => decision.Obligations
        .OfType<ApprovalObligation>()
        .Where(static obligation => obligation.Source.Advice is not null)
        .Select(static obligation => $"{Sentence(obligation.Source.Advice!).TrimEnd('.')} ({obligation.Source.PolicyId}).")
        .Distinct();

    private static string Outcome(Decision decision) => decision.Effect == DecisionEffect.RequireApproval
        ? decision.Obligations.OfType<ApprovalObligation>().All(static obligation => obligation.IsConfirmation) ? "held for confirmation" : "held for approval"
        : "denied";

    private static string Sentence(string text) => text.Length == 0 ? text : $"{char.ToUpperInvariant(text[0])}{text[1..].TrimEnd('.')}.";
}

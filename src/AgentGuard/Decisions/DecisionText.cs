using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentGuard.Cedar.Ast;

namespace AgentGuard;

/// <summary>The two readings of a decision: everything for operators, and for a model only what policies advise it.</summary>
internal static class DecisionText
{
    private const string Indent = "          ";
    private const int MaxShownArguments = 6;
    private const int MaxShownLength = 40;

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

    public static string ForOperators(Decision decision)
    {
        StringBuilder text = new();
        AppendHead(text, decision);
        if (decision.Denial is { Code: not DenyReasons.Forbidden } denial)
        {
            Line(text, $"{denial.Code}: {denial.Message}");
        }

        AppendForbids(text, decision);
        AppendPermits(text, decision);
        foreach (PolicyFailure failure in decision.Errors)
        {
            Line(text, $"failed: {failure.Id}  {failure.Position} ({failure.Principal.Id}): {failure.Message}");
        }

        foreach (DeterminingPolicy shadow in decision.Policies.Where(static policy => policy.IsShadow))
        {
            Line(text, $"shadow: {shadow.Id}  {shadow.Position} ({shadow.Principal.Id}) would {(shadow.Effect == Effect.Permit ? "permit" : "forbid")}");
        }

        if (decision.Effect == DecisionEffect.RequireApproval)
        {
            Line(text, $"would pass: {string.Join(" and ", decision.Obligations.OfType<ApprovalObligation>().Select(Wanted).Distinct())}");
        }

        text.Append(Indent).Append(CultureInfo.InvariantCulture, $"bundle {decision.Bundle}  decision {decision.Id}");
        if (decision.BundleError is { } error)
        {
            text.Append('\n').Append(Indent).Append("a newer edit of the bundle was refused: ").Append(error);
        }

        return text.ToString();
    }

    private static void AppendHead(StringBuilder text, Decision decision)
    {
        DecisionFacts facts = decision.Facts;
        string effect = decision.Effect switch
        {
            DecisionEffect.Permit => "PERMIT",
            DecisionEffect.RequireApproval => "HELD  ",
            _ => "DENY  ",
        };
        text.Append(CultureInfo.InvariantCulture, $"{facts.At.UtcDateTime:HH:mm:ss}  {effect} {decision.Tool}");
        if (facts.Request.Scope is { } scope)
        {
            text.Append("  ").AppendJoin(" → ", scope.Chain.Hops.Select(static hop => hop.Principal.Id));
        }

        if (facts.Call is { } call)
        {
            text.Append("  ").AppendJoin(", ", call.VisibleResources);
            foreach ((string name, string value) in Arguments(call))
            {
                text.Append("  ").Append(name).Append(' ').Append(value);
            }
        }

        text.Append('\n');
    }

    private static void AppendForbids(StringBuilder text, Decision decision)
    {
        foreach (IGrouping<(string Id, string Position), DeterminingPolicy> forbid in decision.Policies
            .Where(static policy => policy is { Effect: Effect.Forbid, IsShadow: false })
            .GroupBy(static policy => (policy.Id, policy.Position)))
        {
            text.Append(Indent).Append(forbid.Key.Id);
            if (forbid.Key.Id != forbid.Key.Position)
            {
                text.Append("  ").Append(forbid.Key.Position);
            }

            text.Append(" (").AppendJoin(", ", forbid.Select(static policy => policy.Principal.Id)).Append(')');
            foreach (ConditionTrace trace in decision.Content.Traces.Where(trace => trace.PolicyId == forbid.Key.Id))
            {
                text.Append("  ").Append(trace.Expression).Append("   ").Append(trace.Values);
            }

            text.Append('\n');
        }
    }

    private static void AppendPermits(StringBuilder text, Decision decision)
    {
        List<DeterminingPolicy> permits = [.. decision.Policies.Where(static policy => policy is { Effect: Effect.Permit, IsShadow: false })];
        if (permits.Count > 0)
        {
            text.Append(Indent).Append("permits: ")
                .AppendJoin(", ", permits.Select(static policy => $"{policy.Position} ({policy.Principal.Id})"))
                .Append('\n');
        }
    }

    private static IEnumerable<(string Name, string Value)> Arguments(PreparedCall call)
    {
        foreach (JsonProperty argument in ArgumentMask.Apply(call.Arguments.Json, call.Tool.SensitivePointers).EnumerateObject().Take(MaxShownArguments))
        {
            string value = argument.Value.ValueKind == JsonValueKind.String ? argument.Value.GetString()! : argument.Value.GetRawText();
            value = Printable(value);
            yield return (Short(Printable(argument.Name)), Short(value));
        }
    }

    private static string Short(string text) => text.Length > MaxShownLength ? text[..MaxShownLength] + "…" : text;

    /// <summary>What a model wrote must not draw lines or colours on an operator's screen.</summary>
    private static string Printable(string value) =>
        string.Create(value.Length, value, static (span, text) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(text[i]) || CharUnicodeInfo.GetUnicodeCategory(text[i]) is UnicodeCategory.Format or UnicodeCategory.LineSeparator
                    ? '·'
                    : text[i];
            }
        });

    /// <summary>What has to be met is said in the words of the policies that ask for it.</summary>
    private static IEnumerable<string> Advice(Decision decision) => decision.Obligations
        .OfType<ApprovalObligation>()
        .Where(static obligation => obligation.Source.Advice is not null)
        .Select(static obligation => $"{Sentence(obligation.Source.Advice!).TrimEnd('.')} ({obligation.Source.PolicyId}).")
        .Distinct();

    private static string Outcome(Decision decision) => decision.Effect == DecisionEffect.RequireApproval
        ? decision.Obligations.OfType<ApprovalObligation>().All(static obligation => obligation.IsConfirmation) ? "held for confirmation" : "held for approval"
        : "denied";

    private static string Wanted(ApprovalObligation obligation) =>
        obligation.IsConfirmation ? "confirmation by the user"
        : obligation.Quorum == 1 ? $"approval by {obligation.Group}"
        : $"approval by {obligation.Quorum} of {obligation.Group}";

    private static string Sentence(string text) => text.Length == 0 ? text : $"{char.ToUpperInvariant(text[0])}{text[1..].TrimEnd('.')}.";

    private static void Line(StringBuilder text, string line) => text.Append(Indent).Append(line).Append('\n');
}

using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cli.Explain;

/// <summary>An explanation for other programs; docs/cli.md says what is in it.</summary>
internal static class ExplainJson
{
    public static object Of(CallExplanation explanation) => new
    {
        Effect = explanation.Decision.Effect switch { DecisionEffect.Permit => "permit", DecisionEffect.RequireApproval => "held", _ => "deny" },
        Tool = explanation.Decision.Tool.ToString(),
        Reason = explanation.Decision.Denial?.Code,
        explanation.Decision.Denial?.Message,
        Obligations = explanation.Decision.Obligations.Select(static obligation => obligation.ToString()),
        NearestPermit = explanation.NearestPermit.Select(static alternative => alternative.Needs),
        Considered = explanation.Considered.Select(Of),
        explanation.Decision.Bundle,
        Text = explanation.ToString(),
    };

    private static object Of(PolicyConsideration policy) => new
    {
        policy.Policy.Id,
        File = policy.Policy.Policy.Source.Name,
        policy.Policy.Policy.Source.GetPosition(policy.Policy.Policy.Span.Start).Line,
        Effect = policy.Policy.Policy.Effect == Effect.Permit ? "permit" : "forbid",
        Shadow = policy.Policy.IsShadow,
        Bound = policy.IsBound,
        Obligations = policy.Policy.Obligations.Select(static obligation => obligation.ToString()),
        Principal = policy.Principal.ToString(),
        Resource = policy.Resource.ToString(),
        Outcome = policy.Outcome switch
        {
            PolicyOutcome.Satisfied => "satisfied",
            PolicyOutcome.Failed => "failed",
            PolicyOutcome.ConditionFalse => "conditionFalse",
            _ => "outOfScope",
        },
        policy.Error,
        Parts = policy.Parts.Select(part => Of(policy.Policy.Policy.Source, part)),
    };

    private static object Of(SourceText source, PolicyPart part)
    {
        (int endLine, int endColumn) = source.GetPosition(part.Span.End);
        return new { part.Line, part.Column, EndLine = endLine, EndColumn = endColumn, Head = part.IsHead, part.Text, part.Reading, part.Value, part.Error };
    }
}

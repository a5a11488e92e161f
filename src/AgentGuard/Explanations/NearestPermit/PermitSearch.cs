namespace AgentGuard;

/// <summary>Looks for the smallest changes with which a refused call would pass.</summary>
internal static class PermitSearch
{
    public static IReadOnlyList<PermitAlternative> Of(IReadOnlyList<PolicyRound> rounds, DecisionContent content) =>
        content.Effect == DecisionEffect.RequireApproval ? [new PermitAlternative(Yeses(content))] : [];

    private static IReadOnlyList<string> Yeses(DecisionContent content) =>
        [.. content.Obligations.OfType<ApprovalObligation>().Select(Wanted).Distinct()];

    private static string Wanted(ApprovalObligation obligation) =>
        obligation.IsConfirmation ? "confirmation by the user"
        : obligation.Quorum == 1 ? $"approval by {obligation.Group}"
        : $"approval by {obligation.Quorum} of {obligation.Group}";
}

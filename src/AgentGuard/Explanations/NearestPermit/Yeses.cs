namespace AgentGuard;

/// <summary>The yeses that lift forbids, as explanations say them.</summary>
internal static class Yeses
{
    public static IReadOnlyList<string> Of(IEnumerable<Obligation> obligations) =>
        [.. obligations.OfType<ApprovalObligation>().Select(Of).Distinct()];

    private static string Of(ApprovalObligation obligation) =>
        obligation.IsConfirmation ? "confirmation by the user"
        : obligation.Quorum == 1 ? $"approval by {obligation.Group}"
        : $"approval by {obligation.Quorum} of {obligation.Group}";
}

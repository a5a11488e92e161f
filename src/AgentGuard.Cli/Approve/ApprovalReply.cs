namespace AgentGuard.Cli;

/// <summary>What the gateway answers.</summary>
/// <param name="IsAccepted">Whether it did what it was asked to.</param>
/// <param name="User">Who it takes the other for.</param>
/// <param name="Message">What to tell him.</param>
/// <param name="Pending">The calls that wait for him.</param>
internal sealed record ApprovalReply(bool IsAccepted, string? User, string Message, IReadOnlyList<PendingCall> Pending)
{
    public static ApprovalReply No(string? user, string message) => new(IsAccepted: false, user, message, []);
}

namespace AgentGuard;

/// <summary>
/// Hears of calls that a policy with <c>@notify</c> blocked. It changes no decision: one that fails or is late is logged,
/// and the call stays blocked.
/// </summary>
public interface IPolicyNotifier
{
    /// <summary>Tells somebody.</summary>
    /// <param name="notification">What was blocked.</param>
    /// <param name="cancellationToken">Cancelled at <see cref="AgentGuardOptions.InformationTimeout"/>.</param>
    /// <returns>When it is told.</returns>
    ValueTask NotifyAsync(PolicyNotification notification, CancellationToken cancellationToken);
}

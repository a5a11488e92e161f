namespace AgentGuard;

/// <summary>Answers what policies say of one principal, one action and one resource. What it means for the call is the guard's to say.</summary>
public interface IPolicyDecisionPoint
{
    /// <summary>Asks the policies.</summary>
    /// <param name="question">The question.</param>
    /// <param name="cancellationToken">Cancelled with the call.</param>
    /// <returns>Everything that was satisfied and everything that failed, not only what determined Cedar's own decision.</returns>
    ValueTask<PolicyAnswer> AskAsync(PolicyQuestion question, CancellationToken cancellationToken);
}

namespace AgentGuard;

/// <summary>Answers what policies say of one principal, one action and one resource. What it means for the call is the guard's to say.</summary>
public interface IPolicyDecisionPoint
{
    /// <summary>Asks the policies.</summary>
    /// <param name="question">The question.</param>
    /// <param name="cancellationToken">Cancelled with the call.</param>
    /// <returns>Everything that was satisfied and everything that failed, not only what determined Cedar's own decision.</returns>
    ValueTask<PolicyAnswer> AskAsync(PolicyQuestion question, CancellationToken cancellationToken);

    /// <summary>
    /// Whether it answers what the question's bundle says in this process, and nothing else: then explanations may try on the bundle's policies what would
    /// let a refused call pass. False by default, and nothing is tried.
    /// </summary>
    bool AnswersByBundle => false;
}

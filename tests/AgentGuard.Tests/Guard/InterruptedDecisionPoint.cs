namespace AgentGuard.Tests.Guard;

/// <summary>The policies of the bundle, and what happens before each question is answered.</summary>
internal sealed class InterruptedDecisionPoint(Func<PolicyQuestion, ValueTask<PolicyAnswer?>> before) : IPolicyDecisionPoint
{
    private readonly CedarDecisionPoint _policies = new();

    /// <summary>The first that an interruption answers is the answer.</summary>
    public async ValueTask<PolicyAnswer> AskAsync(PolicyQuestion question, CancellationToken cancellationToken) =>
        await before(question) ?? await _policies.AskAsync(question, cancellationToken);
}

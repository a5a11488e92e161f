using System.Collections.Concurrent;

namespace AgentGuard.Testing;

/// <summary>Stands before the decision point of a scenario and keeps what it is asked. It adds nothing to what a decision waits for.</summary>
internal sealed class QuestionLog(IPolicyDecisionPoint decisionPoint) : IPolicyDecisionPoint
{
    private readonly ConcurrentQueue<(PolicyQuestion, PolicyAnswer)> _questions = [];

    public IEnumerable<(PolicyQuestion Question, PolicyAnswer Answer)> Questions => _questions;

    public bool AnswersByBundle => decisionPoint.AnswersByBundle;

    public ValueTask<PolicyAnswer> AskAsync(PolicyQuestion question, CancellationToken cancellationToken)
    {
        ValueTask<PolicyAnswer> answer = decisionPoint.AskAsync(question, cancellationToken);
        return answer.IsCompletedSuccessfully ? new(Keep(question, answer.Result)) : AwaitAsync(question, answer);
    }

    private async ValueTask<PolicyAnswer> AwaitAsync(PolicyQuestion question, ValueTask<PolicyAnswer> answer) =>
        Keep(question, await answer.ConfigureAwait(false));

    private PolicyAnswer Keep(PolicyQuestion question, PolicyAnswer answer)
    {
        _questions.Enqueue((question, answer));
        return answer;
    }
}

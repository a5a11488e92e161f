using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation;

namespace AgentGuard;

/// <summary>The decision point in this process: the bundle's Cedar policies.</summary>
public sealed class CedarDecisionPoint : IPolicyDecisionPoint
{
    [ThreadStatic]
    private static AuthorizationResult? _result;

    /// <inheritdoc/>
    public bool AnswersByBundle => true;

    /// <inheritdoc/>
    public ValueTask<PolicyAnswer> AskAsync(PolicyQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        return ValueTask.FromResult(Answer(question));
    }

    internal static PolicyAnswer Answer(PolicyQuestion question)
    {
        PolicyBundle bundle = question.Bundle;
        CedarRequest request = new(question.Principal, question.Action, question.Resource, question.Context);
        AuthorizationResult result = _result ??= new AuthorizationResult();
        IReadOnlyList<BundlePolicy> shadows = [];
        if (bundle.ShadowPolicies.Count > 0)
        {
            bundle.ShadowPolicySet.Authorize(request, question.Entities, result);
            shadows =
            [
                .. Satisfied(bundle.ShadowPolicies, result.Permits),
                .. Satisfied(bundle.ShadowPolicies, result.Forbids),
                .. FailedForbids(bundle.ShadowPolicies, result.Errors),
            ];
        }

        bundle.PolicySet.Authorize(request, question.Entities, result);
        return new PolicyAnswer(
            Satisfied(bundle.Policies, result.Permits),
            Satisfied(bundle.Policies, result.Forbids),
            Failed(question, result.Errors, Effect.Permit),
            Failed(question, result.Errors, Effect.Forbid),
            shadows);
    }

    private static BundlePolicy[] Satisfied(IReadOnlyList<BundlePolicy> policies, ReadOnlySpan<CompiledPolicy> satisfied)
    {
        if (satisfied.IsEmpty)
        {
            return [];
        }

        BundlePolicy[] found = new BundlePolicy[satisfied.Length];
        for (int i = 0; i < found.Length; i++)
        {
            found[i] = policies[satisfied[i].Index];
        }

        return found;
    }

    /// <summary>In force, each would have denied.</summary>
    private static List<BundlePolicy> FailedForbids(IReadOnlyList<BundlePolicy> policies, ReadOnlySpan<PolicyError> errors)
    {
        List<BundlePolicy> failed = [];
        foreach (PolicyError error in errors)
        {
            if (policies[error.Policy.Index] is { Policy.Effect: Effect.Forbid } policy)
            {
                failed.Add(policy);
            }
        }

        return failed;
    }

    private static PolicyFailure[] Failed(PolicyQuestion question, ReadOnlySpan<PolicyError> errors, Effect effect)
    {
        if (errors.IsEmpty)
        {
            return [];
        }

        List<PolicyFailure> failed = [];
        foreach (PolicyError error in errors)
        {
            BundlePolicy policy = question.Bundle.Policies[error.Policy.Index];
            if (policy.Policy.Effect == effect)
            {
                failed.Add(new PolicyFailure(policy.Id, policy.Position, question.Principal, error.Error.Message));
            }
        }

        return [.. failed];
    }
}

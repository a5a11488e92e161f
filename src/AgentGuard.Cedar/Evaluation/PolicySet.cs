using System.Collections;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation.Partial;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>
/// Policies, compiled and indexed by their heads once, so that a decision looks at those only whose heads the request can meet.
/// Immutable; any number of threads may ask it at once.
/// </summary>
public sealed class PolicySet : IReadOnlyList<CompiledPolicy>
{
    private readonly CompiledPolicy[] _policies;
    private readonly PolicyIndex _index;
    private readonly PolicySetOptions _options;
    private readonly CompiledExpressions _expressions = new();
    private readonly int _slots;

    /// <summary>Makes a set.</summary>
    /// <param name="policies">The policies; their ids are distinct.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    /// <exception cref="PolicySetException">
    /// Two policies have one id, or one was not made by the parser and has an expression that nests deeper than 500 levels, has
    /// more than 1,048,576 nodes, or is none that can be written.
    /// </exception>
    public PolicySet(IEnumerable<Policy> policies, PolicySetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(policies);
        _options = options ?? PolicySetOptions.Default;
        Interner interner = new();
        HashSet<string> ids = [];
        List<CompiledPolicy> compiled = [];
        foreach (Policy policy in policies)
        {
            if (!ids.Add(policy.Id))
            {
                throw new PolicySetException($"two policies have the id `{policy.Id}`");
            }

            compiled.Add(new CompiledPolicy(policy, compiled.Count, interner));
        }

        _policies = [.. compiled];
        _index = new PolicyIndex(_policies);
        _slots = interner.Slots;
    }

    /// <summary>How many policies it has.</summary>
    public int Count => _policies.Length;

    /// <summary>A policy by its place in the set.</summary>
    /// <param name="index">From 0.</param>
    public CompiledPolicy this[int index] => _policies[index];

    /// <summary>Answers a request, in Cedar's way: deny unless a permit is satisfied and no forbid is; a policy that is an error is skipped and reported.</summary>
    /// <param name="request">The request.</param>
    /// <param name="entities">The entities; those it does not have have no attributes and are in nothing.</param>
    /// <returns>The answer.</returns>
    public AuthorizationResult Authorize(in CedarRequest request, IEntitySource entities)
    {
        AuthorizationResult result = new();
        Authorize(request, entities, result);
        return result;
    }

    /// <summary>Answers a request into an object that has been used before. Allocates nothing that a policy does not ask for, such as an error or a set of values that are not constant.</summary>
    /// <param name="request">The request.</param>
    /// <param name="entities">The entities; those it does not have have no attributes and are in nothing.</param>
    /// <param name="result">The answer; what it held is overwritten.</param>
    public void Authorize(in CedarRequest request, IEntitySource entities, AuthorizationResult result)
    {
        ArgumentNullException.ThrowIfNull(entities);
        ArgumentNullException.ThrowIfNull(result);
        if (request.Principal is null)
        {
            throw new ArgumentException("the request is empty", nameof(request));
        }

        result.Begin(request, _policies.Length);
        try
        {
            result.Frame.Begin(request, entities, _slots, _options);
            _index.Visit(request, result);
            result.End();
        }
        catch
        {
            // Entities that throw must not leave half an answer, which may read as an Allow.
            result.Clear();
            throw;
        }
    }

    /// <summary>Tells what the conditions of a policy came to for a request, part by part. It is for operators, and not for the path of a decision.</summary>
    /// <param name="request">The request.</param>
    /// <param name="entities">The entities.</param>
    /// <param name="policy">A policy of this set.</param>
    /// <returns>
    /// The parts of the conditions that were reached, in that order: <c>&amp;&amp;</c>, <c>||</c>, <c>!</c> and <c>if</c> are taken apart.
    /// Where the head does not meet the request, the part of it that does not.
    /// </returns>
    public IReadOnlyList<ExplainedExpression> Explain(in CedarRequest request, IEntitySource entities, CompiledPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(entities);
        ArgumentNullException.ThrowIfNull(policy);
        return new Explainer(_expressions, request, entities, policy.Policy, _options).Explain();
    }

    /// <summary>
    /// Tells what a policy may come to, whatever the rest of a request turns out to be. An outcome that is not named does not occur,
    /// but for that of a policy that runs out of steps; one that is named need not.
    /// </summary>
    /// <param name="request">What is known of the request.</param>
    /// <param name="entities">The entities, as far as the request says that they are known.</param>
    /// <param name="policy">A policy of this set.</param>
    /// <returns>The outcomes that may be.</returns>
    public PossibleOutcomes Foresee(PartialRequest request, IEntitySource entities, CompiledPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(entities);
        ArgumentNullException.ThrowIfNull(policy);
        return new PartialEvaluator(request, entities, _options).Foresee(policy.Policy);
    }

    /// <summary>Evaluates an expression for a request, such as an operand of a condition. It is for operators, and not for the path of a decision.</summary>
    /// <param name="request">The request.</param>
    /// <param name="entities">The entities.</param>
    /// <param name="expression">An expression of a policy of this set.</param>
    /// <returns>Its value; null where it cannot be evaluated.</returns>
    public Value? Evaluate(in CedarRequest request, IEntitySource entities, Expression expression)
    {
        ArgumentNullException.ThrowIfNull(entities);
        ArgumentNullException.ThrowIfNull(expression);
        return new ExpressionEvaluation(_expressions, request, entities, _options).TryEvaluate(expression, out Value value) ? value : default(Value?);
    }

    /// <summary>The policies in order.</summary>
    /// <returns>An enumerator.</returns>
    public IEnumerator<CompiledPolicy> GetEnumerator() => ((IEnumerable<CompiledPolicy>)_policies).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Validation;

/// <summary>Validates one policy.</summary>
internal sealed class PolicyChecker
{
    private readonly CedarSchema _schema;
    private readonly Policy _policy;
    private readonly ValidationOptions _options;
    private readonly StepBudget _budget;
    private readonly Findings _findings;
    private readonly List<Expression> _conditions;
    private bool _isFailed;

    public PolicyChecker(CedarSchema schema, Policy policy, ValidationOptions options, StepBudget budget)
    {
        _schema = schema;
        _policy = policy;
        _options = options;
        _budget = budget;
        _findings = new Findings(policy);
        _conditions = PolicyConditions.Of(policy);
    }

    /// <summary>What there is to say about the policy, in the order of its text.</summary>
    /// <param name="hasErrors">Whether it is not valid.</param>
    public IEnumerable<Diagnostic> Check(out bool hasErrors)
    {
        ExpressionNumbers numbers = new();
        foreach (Expression condition in _conditions)
        {
            numbers.Number(condition);
        }

        if (numbers.IsTooDeep)
        {
            _findings.Error(_policy.Span, $"an expression nests deeper than {CedarParserOptions.DepthLimit} levels");
        }
        else
        {
            new LiteralChecks(_schema, _findings, _budget).Check(numbers.WithText);
            if (!_findings.HasErrors)
            {
                // What is not declared is in no action's types, and that has been said already.
                new ActionApplication(_schema, _policy, _findings, _budget).Check();
            }

            CheckRequests(numbers);
            TextChecks.Check(numbers.WithText, _findings);
        }

        if (_budget.IsExhausted)
        {
            _findings.Error(_policy.Span, $"the validation takes more than {_options.MaxSteps} steps", "the steps are those of all policies for all kinds of requests; name types and actions in the heads of policies, or raise the limit");
        }

        hasErrors = _findings.HasErrors || _isFailed;
        return _findings.InOrder;
    }

    private void CheckRequests(ExpressionNumbers numbers)
    {
        PolicyContext context = new(_schema, _budget, _findings, numbers, keepsTree: _options.MaxLevel is not null);
        bool isImpossible = true;
        foreach (RequestEnvironment environment in RequestEnvironment.All(_schema))
        {
            if (!_budget.Take())
            {
                return;
            }

            isImpossible &= !MayApply(context, environment);
        }

        if (isImpossible && !_findings.HasErrors)
        {
            _findings.Warning(_policy.Span, "the policy applies to no request", "what it asks for is false for every kind of request that the schema allows");
        }
    }

    /// <summary>Types the conditions for one kind of request, up to one that is always false.</summary>
    /// <returns>False if the policy never applies to such a request.</returns>
    private bool MayApply(PolicyContext context, RequestEnvironment environment)
    {
        TypeChecker checker = new(context, environment);
        Capabilities prior = Capabilities.None;
        List<TypedNode> typed = [];
        bool isFailed = false;
        bool mayApply = true;
        foreach (Expression condition in _conditions)
        {
            Typing typing = checker.Expect(condition, prior, Expected.Boolean);
            isFailed |= typing.IsFailed;
            if (typing.Node is not null)
            {
                typed.Add(typing.Node);
            }

            if (typing.IsAlwaysFalse)
            {
                mayApply = false;
                break;
            }

            prior = prior.Union(typing.Capabilities);
        }

        _isFailed |= isFailed;
        if (_options.MaxLevel is { } maxLevel && !(isFailed && mayApply))
        {
            LevelChecker levels = new(environment.Action.Uid, maxLevel, _findings);
            typed.ForEach(levels.Check);
        }

        return mayApply;
    }
}

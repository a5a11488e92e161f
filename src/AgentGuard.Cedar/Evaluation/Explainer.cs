using System.Text;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>
/// Evaluates a policy part by part: the parts of <c>&amp;&amp;</c>, <c>||</c>, <c>!</c> and <c>if</c> that are reached, in the order in which they are.
/// Slow and generous: it is asked after the decision, by somebody who wants to know.
/// </summary>
internal sealed class Explainer(CompiledExpressions compiled, CedarRequest request, IEntitySource entities, Policy policy, PolicySetOptions options)
{
    private readonly ExpressionEvaluation _evaluation = new(compiled, request, entities, options);
    private readonly List<ExplainedExpression> _parts = [];

    public IReadOnlyList<ExplainedExpression> Explain()
    {
        // The action first: a policy about something else is about something else for everybody.
        if (IsMet(ScopeTest.OfAction(policy.Action, new Interner()), policy.Action, request.Action)
            && IsMet(ScopeTest.OfEntity(policy.Principal, new Interner()), policy.Principal, request.Principal)
            && IsMet(ScopeTest.OfEntity(policy.Resource, new Interner()), policy.Resource, request.Resource))
        {
            _ = policy.Conditions.All(condition => Explain(condition.Body) == !condition.IsUnless);
        }

        return _parts;
    }

    private bool IsMet(ScopeTest? test, Scope scope, EntityUid uid)
    {
        entities.TryGetEntity(uid, out Entity? entity);
        bool isMet = test is null || test.Holds(uid, entity);
        if (!isMet)
        {
            _parts.Add(new(scope.Span, Source(scope.Span), Faults.Shorten(uid.ToString()), false, null) { IsHead = true });
        }

        return isMet;
    }

    /// <summary>What a condition comes to; null for an error.</summary>
    private bool? Explain(Expression expression) => expression switch
    {
        AndExpression and => Explain(and.Left) switch { true => Explain(and.Right), var stopped => stopped },
        OrExpression or => Explain(or.Left) switch { false => Explain(or.Right), var stopped => stopped },
        UnaryExpression { Operator: UnaryOperator.Not } not => !Explain(not.Operand),
        IfExpression choice => Explain(choice.Condition) switch
        {
            true => Explain(choice.Then),
            false => Explain(choice.Else),
            null => null,
        },
        _ => ExplainPart(expression),
    };

    private bool? ExplainPart(Expression expression)
    {
        Truth truth = _evaluation.Test(expression, out EvaluationError? error);
        _parts.Add(new(expression.Span, Source(expression.Span), Read(expression), error is null ? (Value)(truth == Truth.True) : default(Value?), error));
        return error is null ? truth == Truth.True : null;
    }

    /// <summary>The text of a part with each operand replaced by its value.</summary>
    private string Read(Expression expression)
    {
        StringBuilder reading = new();
        int end = expression.Span.Start;
        foreach (Expression operand in Operands.Of(expression))
        {
            SourceSpan span = operand.Span;
            if (span.Start < end || span.End > expression.Span.End || span.Length == 0)
            {
                // What the parser puts in place of a short form may share its place.
                return Source(expression.Span);
            }

            reading.Append(Source(new SourceSpan(end, span.Start - end)));
            Value value = operand is not LiteralExpression && _evaluation.TryEvaluate(operand, out Value found) ? found : default;

            // A record is most often the whole context.
            reading.Append(value.Kind is ValueKind.None or ValueKind.Record ? Source(span) : Faults.Shorten(value.ToString()));
            end = span.End;
        }

        return reading.Append(Source(new SourceSpan(end, Math.Max(0, expression.Span.End - end)))).ToString();
    }

    /// <summary>A stretch of the source on one line.</summary>
    private string Source(SourceSpan span)
    {
        string text = policy.Source.Text;
        if (span.Start < 0 || span.Length < 0 || span.End > text.Length)
        {
            return "";
        }

        StringBuilder line = new(span.Length);
        foreach (char c in text.AsSpan(span.Start, span.Length))
        {
            if (!char.IsWhiteSpace(c))
            {
                line.Append(c);
            }
            else if (line.Length == 0 || line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString();
    }
}

using System.Runtime.CompilerServices;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Validation;

/// <summary>
/// Types the expressions of a policy for one kind of request, by the rules of strict validation. It goes on behind an error with what
/// type can still be told; what is never evaluated, because something before it is always true or false, is not looked at.
/// </summary>
internal sealed partial class TypeChecker(PolicyContext context, RequestEnvironment environment) : IExpressionVisitor<Typing>
{
    private Capabilities _prior = Capabilities.None;

    private CedarSchema Schema => context.Schema;

    /// <summary>Types an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="prior">What is there whenever it is evaluated.</param>
    public Typing Check(Expression expression, Capabilities prior)
    {
        bool isTooDeep = !RuntimeHelpers.TryEnsureSufficientExecutionStack();
        if (isTooDeep)
        {
            Error(expression.Span, "an expression nests too deep for the stack of this thread");
        }

        if (isTooDeep || !context.Budget.Take(1 + (prior.Count / 8)))
        {
            return new Typing(null, Capabilities.None, IsFailed: true, context.KeepsTree ? new TypedNode(expression, null, []) : null);
        }

        Capabilities outer = _prior;
        _prior = prior;
        Typing typing = expression.Accept(this);
        _prior = outer;
        return typing;
    }

    /// <summary>Types an expression that has to be of some kind; where it is not, it has no type any more.</summary>
    public Typing Expect(Expression expression, Capabilities prior, Expected expected, Func<CedarType, string?>? help = null)
    {
        Typing typing = Check(expression, prior);
        if (typing.Type is not { } type || expected.Admits(type))
        {
            return typing;
        }

        Error(expression.Span, $"expected {expected.What}, found {Describe(type)}", help?.Invoke(type));
        return typing with { Type = null, Capabilities = Capabilities.None, IsFailed = true };
    }

    public Typing Visit(LiteralExpression node)
    {
        switch (node.Value.Kind)
        {
            case ValueKind.Boolean:
                return Success(node, PrimitiveType.Of(node.Value.AsBoolean));
            case ValueKind.Long:
                return Success(node, PrimitiveType.Long);
            case ValueKind.String:
                return Success(node, PrimitiveType.String);
            case ValueKind.Entity:
                // What is not declared is reported where literals are looked at, once and not for each kind of request.
                EntityUid uid = node.Value.AsEntity;
                bool isKnown = SchemaWords.IsActionType(uid.Type) ? Schema.TryGetAction(uid, out _) : Schema.TryGetEntityType(uid.Type, out _);
                return isKnown ? Success(node, context.Types.Entity(uid.Type)) : Failure(node, null);
            default:
                Error(node.Span, "the expression is no literal that can be written");
                return Failure(node, null);
        }
    }

    public Typing Visit(VariableExpression node) => Success(node, node.Variable switch
    {
        Variable.Principal => context.Types.Entity(environment.Principal),
        Variable.Action => context.Types.Entity(environment.Action.Uid.Type),
        Variable.Resource => context.Types.Entity(environment.Resource),
        _ => environment.Action.Context,
    });

    public Typing Visit(SetExpression node)
    {
        Typing[] elements = CheckAll(node.Elements);
        if (elements.Length == 0)
        {
            Error(node.Span, "the type of an empty set cannot be told", "leave it out: nothing is in it, and `.isEmpty()` tells whether a set is empty");
            return Failure(node, null);
        }

        CedarType? element = elements[0].Type;
        foreach (Typing next in elements.AsSpan(1))
        {
            if (element is null || next.Type is null)
            {
                element = null;
                continue;
            }

            CedarType? both = context.Bounds.Of(element, next.Type);
            if (both is null)
            {
                ReportIncompatible(node, element, next.Type, "the elements of a set have one type", elements);
                return Failure(node, null, elements);
            }

            element = both;
        }

        bool isFailed = element is null || elements.Any(typing => typing.IsFailed);
        return Result(node, element is null ? null : context.Types.Set(element), Capabilities.None, isFailed, elements);
    }

    public Typing Visit(RecordExpression node)
    {
        Typing[] values = CheckAll([.. node.Entries.Select(entry => entry.Value)]);
        if (values.Any(value => value.Type is null))
        {
            return Failure(node, null, values);
        }

        AttributeType[] attributes = [.. values.Select((value, i) => new AttributeType(node.Entries[i].Key, value.Type!, IsRequired: true))];
        return Result(node, context.Types.Record(attributes), Capabilities.None, values.Any(value => value.IsFailed), values);
    }

    private Typing[] CheckAll(IReadOnlyList<Expression> expressions)
    {
        Typing[] typings = new Typing[expressions.Count];
        Capabilities prior = _prior;
        for (int i = 0; i < typings.Length; i++)
        {
            typings[i] = Check(expressions[i], prior);
        }

        return typings;
    }

    private Typing Success(Expression node, CedarType type, params ReadOnlySpan<Typing> parts) => Result(node, type, Capabilities.None, AnyFailed(parts), parts);

    private Typing Failure(Expression node, CedarType? type, params ReadOnlySpan<Typing> parts) => Result(node, type, Capabilities.None, isFailed: true, parts);

    private Typing Result(Expression node, CedarType? type, Capabilities capabilities, bool isFailed, params ReadOnlySpan<Typing> parts)
    {
        TypedNode? tree = null;
        if (context.KeepsTree)
        {
            TypedNode[] nodes = new TypedNode[parts.Length];
            for (int i = 0; i < nodes.Length; i++)
            {
                nodes[i] = parts[i].Node!;
            }

            tree = new TypedNode(node, type, nodes);
        }

        return new Typing(type, isFailed ? Capabilities.None : capabilities, isFailed, tree);
    }

    private static bool AnyFailed(ReadOnlySpan<Typing> parts)
    {
        foreach (Typing part in parts)
        {
            if (part.IsFailed)
            {
                return true;
            }
        }

        return false;
    }

    private void Error(SourceSpan span, string message, string? help = null) => context.Findings.Error(span, message, help);

    private void Error(SourceSpan span, string message, Func<string?> help) => context.Findings.Error(span, message, help);

    /// <summary>Says that two parts have no type in common, unless a part is wrong already.</summary>
    private void ReportIncompatible(Expression node, CedarType left, CedarType right, string rule, params ReadOnlySpan<Typing> parts)
    {
        if (!AnyFailed(parts))
        {
            Error(node.Span, $"the types {Describe(left)} and {Describe(right)} are not compatible", rule);
        }
    }

    private static string Describe(CedarType type) => $"`{Excerpt.Of(type.ToString())}`";
}

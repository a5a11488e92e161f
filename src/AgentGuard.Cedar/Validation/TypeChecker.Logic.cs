using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Schema.Types;

namespace AgentGuard.Cedar.Validation;

/// <content>What decides whether other expressions are evaluated.</content>
internal sealed partial class TypeChecker
{
    public Typing Visit(AndExpression node)
    {
        Capabilities prior = _prior;
        Typing left = Expect(node.Left, prior, Expected.Boolean);
        if (left.IsAlwaysFalse)
        {
            return left with { Capabilities = Capabilities.None };
        }

        Typing right = Expect(node.Right, Join(prior, left.Capabilities), Expected.Boolean);
        if (left.Type is null || right.Type is null)
        {
            return Failure(node, PrimitiveType.Boolean, left, right);
        }

        (CedarType type, Capabilities capabilities) = (left, right) switch
        {
            (_, { IsAlwaysFalse: true }) => (PrimitiveType.False, Capabilities.None),
            (_, { IsAlwaysTrue: true }) => (left.Type, Join(left.Capabilities, right.Capabilities)),

            // What the left side is good for is known already where it is always true.
            ({ IsAlwaysTrue: true }, _) => (right.Type, right.Capabilities),
            _ => (PrimitiveType.Boolean, Join(left.Capabilities, right.Capabilities)),
        };
        return Result(node, type, capabilities, left.IsFailed || right.IsFailed, left, right);
    }

    public Typing Visit(OrExpression node)
    {
        Capabilities prior = _prior;
        Typing left = Expect(node.Left, prior, Expected.Boolean);
        if (left.IsAlwaysTrue)
        {
            return left;
        }

        Typing right = Expect(node.Right, prior, Expected.Boolean);
        if (left.Type is null || right.Type is null)
        {
            return Failure(node, PrimitiveType.Boolean, left, right);
        }

        (CedarType type, Capabilities capabilities) = (left, right) switch
        {
            (_, { IsAlwaysTrue: true }) => (PrimitiveType.True, right.Capabilities),
            (_, { IsAlwaysFalse: true }) => (left.Type, left.Capabilities),
            ({ IsAlwaysFalse: true }, _) => (right.Type, right.Capabilities),
            _ => (PrimitiveType.Boolean, Meet(left.Capabilities, right.Capabilities)),
        };
        return Result(node, type, capabilities, left.IsFailed || right.IsFailed, left, right);
    }

    public Typing Visit(IfExpression node)
    {
        Capabilities prior = _prior;
        Typing test = Expect(node.Condition, prior, Expected.Boolean);
        if (test.IsAlwaysTrue)
        {
            Typing only = Check(node.Then, Join(prior, test.Capabilities));
            return Result(node, only.Type, Join(only.Capabilities, test.Capabilities), test.IsFailed || only.IsFailed, test, only, only);
        }

        if (test.IsAlwaysFalse)
        {
            Typing only = Check(node.Else, prior);
            return Result(node, only.Type, only.Capabilities, test.IsFailed || only.IsFailed, test, only, only);
        }

        Typing then = Check(node.Then, Join(prior, test.Capabilities));
        Typing otherwise = Check(node.Else, prior);
        if (then.Type is null || otherwise.Type is null)
        {
            return Failure(node, null, test, then, otherwise);
        }

        CedarType? type = context.Bounds.Of(then.Type, otherwise.Type);
        if (type is null)
        {
            ReportIncompatible(node, then.Type, otherwise.Type, "both branches of an `if` have one type", then, otherwise);
        }

        bool isFailed = type is null || test.IsFailed || then.IsFailed || otherwise.IsFailed;
        Capabilities thenCapabilities = then.IsFailed ? Capabilities.None : Join(then.Capabilities, test.Capabilities);
        return Result(node, type, Meet(otherwise.Capabilities, thenCapabilities), isFailed, test, then, otherwise);
    }

    public Typing Visit(UnaryExpression node)
    {
        switch (node.Operator)
        {
            case UnaryOperator.Not:
                Typing operand = Expect(node.Operand, _prior, Expected.Boolean);
                return operand.Type is null ? Failure(node, PrimitiveType.Boolean, operand) : Success(node, Negate(operand.Type), operand);
            case UnaryOperator.Negate:
                return Success(node, PrimitiveType.Long, Expect(node.Operand, _prior, Expected.Long));
            default:
                return Success(node, PrimitiveType.Boolean, Expect(node.Operand, _prior, Expected.Set, type => type == PrimitiveType.String ? "to ask for an empty string, use `== \"\"`" : null));
        }
    }

    private static PrimitiveType Negate(CedarType type) =>
        type == PrimitiveType.True ? PrimitiveType.False : type == PrimitiveType.False ? PrimitiveType.True : PrimitiveType.Boolean;

    /// <summary>The union of two sets; its size is work.</summary>
    private Capabilities Join(Capabilities left, Capabilities right)
    {
        context.Budget.Take((left.Count + right.Count) / 8);
        return left.Union(right);
    }

    private Capabilities Meet(Capabilities left, Capabilities right)
    {
        context.Budget.Take((left.Count + right.Count) / 8);
        return left.Intersect(right);
    }
}

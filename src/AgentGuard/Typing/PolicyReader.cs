using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Finds what the conditions of a policy name: attributes on paths from a variable, and actions. The parser bounds how deep it goes.</summary>
internal sealed class PolicyReader : IExpressionVisitor<PolicyReader.Place?>
{
    public List<AttributeRead> Attributes { get; } = [];

    public List<(EntityUid Action, SourceSpan Span)> Actions { get; } = [];

    /// <summary>Reads a policy's conditions.</summary>
    public static PolicyReader Of(Policy policy)
    {
        PolicyReader reader = new();
        foreach (Condition condition in policy.Conditions)
        {
            condition.Body.Accept(reader);
        }

        return reader;
    }

    public Place? Visit(LiteralExpression node)
    {
        if (node.Value.Kind == ValueKind.Entity && ActionEntities.IsActionType(node.Value.AsEntity.Type))
        {
            Actions.Add((node.Value.AsEntity, node.Span));
        }

        return null;
    }

    public Place? Visit(VariableExpression node) => new(node.Variable, []);

    public Place? Visit(IfExpression node) => None(node.Condition, node.Then, node.Else);

    public Place? Visit(AndExpression node) => None(node.Left, node.Right);

    public Place? Visit(OrExpression node) => None(node.Left, node.Right);

    public Place? Visit(UnaryExpression node) => None(node.Operand);

    public Place? Visit(BinaryExpression node) => None(node.Left, node.Right);

    public Place? Visit(GetAttributeExpression node) => Read(node.Target, node.Attribute, isQuestion: false, node.Span);

    public Place? Visit(HasAttributeExpression node)
    {
        Read(node.Target, node.Attribute, isQuestion: true, node.Span);
        return null;
    }

    public Place? Visit(LikeExpression node) => None(node.Target);

    public Place? Visit(IsExpression node) => None(node.Target);

    public Place? Visit(SetExpression node) => None([.. node.Elements]);

    public Place? Visit(RecordExpression node) => None([.. node.Entries.Select(entry => entry.Value)]);

    public Place? Visit(ExtensionCallExpression node) => None([.. node.Arguments]);

    private Place? Read(Expression target, string attribute, bool isQuestion, SourceSpan span)
    {
        if (target.Accept(this) is not { } place)
        {
            return null;
        }

        string[] path = [.. place.Path, attribute];
        Attributes.Add(new AttributeRead(place.Variable, path, isQuestion, span));
        return new Place(place.Variable, path);
    }

    private Place? None(params ReadOnlySpan<Expression> parts)
    {
        foreach (Expression part in parts)
        {
            part.Accept(this);
        }

        return null;
    }

    /// <summary>What a path from a variable leads to.</summary>
    internal sealed record Place(Variable Variable, string[] Path);
}

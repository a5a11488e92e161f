using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Finds what the conditions of a policy name: attributes on paths from a variable, and actions. The parser bounds how deep it goes.</summary>
internal sealed class PolicyReader : IExpressionVisitor<IReadOnlyList<PolicyReader.Place>>
{
    // An author follows a path through one `if` or two; where there are more ways than this, the rest is Cedar's to check.
    private const int MaxPlaces = 64;

    private readonly HashSet<(SourceSpan, string)> _known = [];

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

    public IReadOnlyList<Place> Visit(LiteralExpression node)
    {
        if (node.Value.Kind == ValueKind.Entity && ActionEntities.IsActionType(node.Value.AsEntity.Type))
        {
            Actions.Add((node.Value.AsEntity, node.Span));
        }

        return [];
    }

    public IReadOnlyList<Place> Visit(VariableExpression node) => [new PathPlace(node.Variable, [])];

    public IReadOnlyList<Place> Visit(IfExpression node)
    {
        node.Condition.Accept(this);
        return [.. node.Then.Accept(this), .. node.Else.Accept(this)];
    }

    public IReadOnlyList<Place> Visit(AndExpression node) => None(node.Left, node.Right);

    public IReadOnlyList<Place> Visit(OrExpression node) => None(node.Left, node.Right);

    public IReadOnlyList<Place> Visit(UnaryExpression node) => None(node.Operand);

    public IReadOnlyList<Place> Visit(BinaryExpression node) => None(node.Left, node.Right);

    public IReadOnlyList<Place> Visit(GetAttributeExpression node) => Read(node.Target, node.Attribute, isQuestion: false, node.Span);

    public IReadOnlyList<Place> Visit(HasAttributeExpression node)
    {
        Read(node.Target, node.Attribute, isQuestion: true, node.Span);
        return [];
    }

    public IReadOnlyList<Place> Visit(LikeExpression node) => None(node.Target);

    public IReadOnlyList<Place> Visit(IsExpression node) => None(node.Target);

    public IReadOnlyList<Place> Visit(SetExpression node) => None([.. node.Elements]);

    public IReadOnlyList<Place> Visit(RecordExpression node) =>
        [new RecordPlace(node.Entries.ToDictionary(static entry => entry.Key, entry => entry.Value.Accept(this)))];

    public IReadOnlyList<Place> Visit(ExtensionCallExpression node) => None([.. node.Arguments]);

    /// <summary>What an attribute of each place leads to: an <c>if</c> leads to two.</summary>
    private List<Place> Read(Expression target, string attribute, bool isQuestion, SourceSpan span)
    {
        List<Place> reached = [];
        foreach (Place place in target.Accept(this).Take(MaxPlaces))
        {
            switch (place)
            {
                case PathPlace(Variable variable, string[] path):
                    string[] read = [.. path, attribute];
                    AttributeRead found = new(variable, read, isQuestion, span);
                    if (_known.Add((span, found.Text)))
                    {
                        Attributes.Add(found);
                    }

                    reached.Add(new PathPlace(variable, read));
                    break;
                case RecordPlace(var entries) when entries.TryGetValue(attribute, out IReadOnlyList<Place>? entry):
                    reached.AddRange(entry);
                    break;
                default:
                    break; // Cedar knows what a record in the policy's own text has
            }
        }

        return reached;
    }

    private IReadOnlyList<Place> None(params ReadOnlySpan<Expression> parts)
    {
        foreach (Expression part in parts)
        {
            part.Accept(this);
        }

        return [];
    }

    /// <summary>What an expression leads to.</summary>
    internal abstract record Place;

    /// <summary>A path from a variable.</summary>
    private sealed record PathPlace(Variable Variable, string[] Path) : Place;

    /// <summary>A record that stands in the policy.</summary>
    private sealed record RecordPlace(IReadOnlyDictionary<string, IReadOnlyList<Place>> Entries) : Place;
}

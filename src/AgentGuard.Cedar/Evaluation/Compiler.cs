using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Evaluation.Nodes;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>
/// Compiles the conditions of one policy. What is constant is evaluated here; a constant that is an error stays as it is and is an
/// error of every evaluation.
/// </summary>
internal sealed class Compiler(Interner interner) : IExpressionVisitor<Node>
{
    /// <summary>How deep an expression may nest: a level is a frame of the stack, here and when it is evaluated.</summary>
    public const int MaxDepth = 500;

    /// <summary>How many nodes a policy may have; one that occurs twice counts twice.</summary>
    public const int MaxNodes = 1 << 20;

    private readonly EvaluationFrame _constants = new();
    private int _depth;

    /// <summary>How many nodes were compiled.</summary>
    public int Nodes { get; private set; }

    /// <exception cref="PolicySetException">The expression is too deep, too large, or no expression that can be written.</exception>
    public Node Compile(Expression expression)
    {
        Descend();
        if (++Nodes > MaxNodes)
        {
            throw new PolicySetException($"the conditions have more than {MaxNodes} nodes");
        }

        Node node = expression.Accept(this);
        _depth--;
        return node;
    }

    /// <summary>Adds the parts of a chain, which nests to the left, one level an operator; what is no such chain is a part itself.</summary>
    /// <exception cref="PolicySetException">As for <see cref="Compile"/>.</exception>
    public void Flatten(Expression expression, bool ofAnd, List<Node> parts)
    {
        int start = parts.Count;
        int depth = _depth;
        while (Split(expression, ofAnd) is var (left, right))
        {
            Descend();
            parts.Add(Compile(right));
            expression = left;
        }

        parts.Add(Compile(expression));
        parts.Reverse(start, parts.Count - start);
        _depth = depth;
    }

    public Node Visit(LiteralExpression node) => new ConstantNode(interner.Intern(node.Value), node.Span);

    public Node Visit(VariableExpression node) => new VariableNode((int)node.Variable, node.Span);

    public Node Visit(IfExpression node) => new IfNode(Compile(node.Condition), Compile(node.Then), Compile(node.Else), node.Span);

    public Node Visit(AndExpression node) => new AndNode(Chain(node, ofAnd: true), node.Span);

    public Node Visit(OrExpression node) => new OrNode(Chain(node, ofAnd: false), node.Span);

    public Node Visit(UnaryExpression node)
    {
        Node operand = Compile(node.Operand);
        return Fold(
            node.Operator switch
            {
                UnaryOperator.Not => new NotNode(operand, node.Span),
                UnaryOperator.Negate => new NegateNode(operand, node.Span),
                _ => new IsEmptyNode(operand, node.Span),
            },
            operand);
    }

    public Node Visit(BinaryExpression node)
    {
        Node left = Compile(node.Left);
        Node right = Compile(node.Right);
        SourceSpan span = node.Span;

        // These look at the entities, which are not known yet.
        switch (node.Operator)
        {
            case BinaryOperator.In:
                return new InNode(left, right, span);
            case BinaryOperator.GetTag:
                return new GetTagNode(left, right, span);
            case BinaryOperator.HasTag:
                return new HasTagNode(left, right, span);
        }

        return Fold(
            node.Operator switch
            {
                BinaryOperator.Equal => new EqualNode(left, right, negated: false, span),
                BinaryOperator.NotEqual => new EqualNode(left, right, negated: true, span),
                BinaryOperator.Contains => new ContainsNode(left, right, span),
                BinaryOperator.ContainsAll => new ContainsManyNode(left, right, all: true, span),
                BinaryOperator.ContainsAny => new ContainsManyNode(left, right, all: false, span),
                BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply => new ArithmeticNode(node.Operator, left, right, span),
                _ => new ComparisonNode(node.Operator, left, right, span),
            },
            left,
            right);
    }

    public Node Visit(GetAttributeExpression node)
    {
        Node target = Compile(node.Target);
        string name = interner.Intern(node.Attribute);
        int? parent = target switch
        {
            VariableNode variable => variable.Slot,
            PathNode path => path.Slot,
            _ => null,
        };
        return parent is { } slot
            ? new PathNode(target, name, interner.SlotOf(slot, name), node.Span)
            : new AttributeNode(target, name, node.Span);
    }

    public Node Visit(HasAttributeExpression node) => new HasNode(Compile(node.Target), interner.Intern(node.Attribute), node.Span);

    public Node Visit(LikeExpression node)
    {
        if (node.Pattern.Pieces.Count == 0)
        {
            throw new PolicySetException("a pattern has no pieces");
        }

        Node target = Compile(node.Target);
        return Fold(new LikeNode(target, new Wildcard(node.Pattern.Pieces), node.Span), target);
    }

    public Node Visit(IsExpression node)
    {
        Node target = Compile(node.Target);
        return Fold(new IsNode(target, interner.Intern(node.EntityType), node.Span), target);
    }

    public Node Visit(SetExpression node)
    {
        Node[] elements = [.. node.Elements.Select(Compile)];
        return Fold(new SetNode(elements, node.Span), elements);
    }

    public Node Visit(RecordExpression node)
    {
        KeyValuePair<string, Expression>[] entries = [.. node.Entries];
        Array.Sort(entries, (x, y) => UnicodeText.Compare(x.Key, y.Key));
        for (int i = 1; i < entries.Length; i++)
        {
            if (entries[i].Key == entries[i - 1].Key)
            {
                throw new PolicySetException($"a record has `{entries[i].Key}` twice");
            }
        }

        Node[] values = [.. entries.Select(entry => Compile(entry.Value))];
        string[] names = [.. entries.Select(entry => interner.Intern(entry.Key))];
        return Fold(new RecordNode(names, values, node.Span), values);
    }

    public Node Visit(ExtensionCallExpression node)
    {
        ExtensionFunctionSignature signature = ExtensionFunctions.Of(node.Function);
        Node[] arguments = [.. node.Arguments.Select(Compile)];
        if (arguments.Length != signature.Arity)
        {
            return new MiscountedCallNode(signature, arguments, node.Span);
        }

        return Fold(new ExtensionNode(node.Function, arguments[0], arguments.ElementAtOrDefault(1), node.Span), arguments);
    }

    private static (Expression Left, Expression Right)? Split(Expression expression, bool ofAnd) => expression switch
    {
        AndExpression node when ofAnd => (node.Left, node.Right),
        OrExpression node when !ofAnd => (node.Left, node.Right),
        _ => null,
    };

    private Node[] Chain(Expression expression, bool ofAnd)
    {
        // The chain counts its first operator itself.
        _depth--;
        List<Node> parts = [];
        Flatten(expression, ofAnd, parts);
        _depth++;
        return [.. parts];
    }

    private void Descend()
    {
        if (++_depth > MaxDepth)
        {
            throw new PolicySetException($"an expression nests deeper than {MaxDepth} levels");
        }
    }

    private Node Fold(Node node, params ReadOnlySpan<Node> operands)
    {
        foreach (Node operand in operands)
        {
            if (operand is not ConstantNode)
            {
                return node;
            }
        }

        _constants.BeginPolicy(0);
        Value value = node.Evaluate(_constants);
        _constants.EndPolicy();
        return value.Kind == ValueKind.None ? node : new ConstantNode(interner.Intern(value), node.Span);
    }
}

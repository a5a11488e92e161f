using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Validation;

/// <summary>
/// Gives expressions that are written alike the same number, wherever they stand, so that what is known of one is known of the
/// others. Each node is looked at once, however often it is used, and those with names in them are listed.
/// </summary>
internal sealed class ExpressionNumbers : IExpressionVisitor<int>
{
    private readonly Dictionary<Expression, (int Number, int Height)> _known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Shape, int> _numbers = [];
    private int _depth;
    private int _height;

    /// <summary>What an expression is, with the numbers of its parts; a list is a chain of these.</summary>
    private readonly record struct Shape(string Kind, int First = 0, int Second = 0, int Third = 0, string? Text = null, Value Value = default);

    /// <summary>The expressions in which a name or a text stands.</summary>
    public List<Expression> WithText { get; } = [];

    /// <summary>Whether an expression nests deeper than the parser allows; then whoever walks it may run out of stack.</summary>
    public bool IsTooDeep { get; private set; }

    /// <summary>The number of an expression that was visited.</summary>
    public int this[Expression expression] => _known[expression].Number;

    /// <summary>Numbers an expression and all its parts.</summary>
    public int Number(Expression expression)
    {
        if (_known.TryGetValue(expression, out (int Number, int Height) known))
        {
            _height = Math.Max(_height, known.Height);
            return known.Number;
        }

        if (IsTooDeep || _depth >= CedarParserOptions.DepthLimit)
        {
            IsTooDeep = true;
            return 0;
        }

        int siblings = _height;
        _height = 0;
        _depth++;
        int number = expression.Accept(this);
        _depth--;
        int height = _height + 1;
        IsTooDeep |= height > CedarParserOptions.DepthLimit;
        _known[expression] = (number, height);
        _height = Math.Max(siblings, height);
        return number;
    }

    public int Visit(LiteralExpression node)
    {
        WithText.Add(node);
        return Of(new Shape("literal", Value: node.Value));
    }

    public int Visit(VariableExpression node) => Of(new Shape("variable", (int)node.Variable));

    public int Visit(IfExpression node) => Of(new Shape("if", Number(node.Condition), Number(node.Then), Number(node.Else)));

    public int Visit(AndExpression node) => Of(new Shape("and", Number(node.Left), Number(node.Right)));

    public int Visit(OrExpression node) => Of(new Shape("or", Number(node.Left), Number(node.Right)));

    public int Visit(UnaryExpression node) => node.Operator == UnaryOperator.Not ? Not(Number(node.Operand)) : Of(new Shape("unary", (int)node.Operator, Number(node.Operand)));

    /// <summary>Some operators are short for others, and as good as those.</summary>
    public int Visit(BinaryExpression node)
    {
        int left = Number(node.Left);
        int right = Number(node.Right);
        return node.Operator switch
        {
            BinaryOperator.NotEqual => Not(Binary(BinaryOperator.Equal, left, right)),
            BinaryOperator.Greater => Not(Binary(BinaryOperator.LessOrEqual, left, right)),
            BinaryOperator.GreaterOrEqual => Not(Binary(BinaryOperator.Less, left, right)),
            _ => Binary(node.Operator, left, right),
        };
    }

    public int Visit(GetAttributeExpression node)
    {
        WithText.Add(node);
        return Of(new Shape("get", Number(node.Target), Text: node.Attribute));
    }

    public int Visit(HasAttributeExpression node)
    {
        WithText.Add(node);
        return Of(new Shape("has", Number(node.Target), Text: node.Attribute));
    }

    public int Visit(LikeExpression node)
    {
        WithText.Add(node);
        int pieces = 0;
        foreach (string piece in node.Pattern.Pieces)
        {
            pieces = Of(new Shape("piece", pieces, Text: piece));
        }

        return Of(new Shape("like", Number(node.Target), pieces));
    }

    public int Visit(IsExpression node)
    {
        WithText.Add(node);
        return Of(new Shape("is", Number(node.Target), Text: node.EntityType));
    }

    public int Visit(SetExpression node) => Of(new Shape("set", List(node.Elements)));

    public int Visit(RecordExpression node)
    {
        WithText.Add(node);
        int entries = 0;
        foreach ((string name, Expression value) in node.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            entries = Of(new Shape("entry", entries, Number(value), Text: name));
        }

        return Of(new Shape("record", entries));
    }

    public int Visit(ExtensionCallExpression node) => Of(new Shape("call", (int)node.Function, List(node.Arguments)));

    private int List(IReadOnlyList<Expression> expressions)
    {
        int list = 0;
        foreach (Expression expression in expressions)
        {
            list = Of(new Shape("item", list, Number(expression)));
        }

        return list;
    }

    private int Not(int operand) => Of(new Shape("not", operand));

    private int Binary(BinaryOperator @operator, int left, int right) => Of(new Shape("binary", (int)@operator, left, right));

    private int Of(Shape shape)
    {
        if (!_numbers.TryGetValue(shape, out int number))
        {
            number = _numbers.Count + 1;
            _numbers.Add(shape, number);
        }

        return number;
    }
}

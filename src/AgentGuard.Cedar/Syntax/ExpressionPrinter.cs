using System.Globalization;
using System.Text;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Syntax;

/// <summary>Appends expressions to a text. Each visit returns that text.</summary>
internal sealed class ExpressionPrinter(StringBuilder text) : IExpressionVisitor<StringBuilder>
{
    private const int MaxUnaryOperators = 4;

    public StringBuilder Visit(LiteralExpression node) => node.Value.Kind switch
    {
        ValueKind.Boolean => text.Append(node.Value.AsBoolean ? "true" : "false"),
        ValueKind.Long => text.Append(CultureInfo.InvariantCulture, $"{node.Value.AsLong}"),
        ValueKind.String => Quote(node.Value.AsString),
        ValueKind.Entity => text.Append(node.Value.AsEntity),
        _ => throw new ArgumentException($"a value of kind {node.Value.Kind} is no literal", nameof(node)),
    };

    public StringBuilder Visit(VariableExpression node) => text.Append(Keywords.NameOf(node.Variable));

    public StringBuilder Visit(IfExpression node)
    {
        text.Append("if ");
        node.Condition.Accept(this).Append(" then ");
        node.Then.Accept(this).Append(" else ");
        return node.Else.Accept(this);
    }

    public StringBuilder Visit(AndExpression node)
    {
        if (Shorthand.IsTypeAndMembership(node, out IsExpression test, out Expression membership))
        {
            test.Accept(this).Append(" in ");
            return Operand(membership, Precedence.Sum);
        }

        (Expression target, IReadOnlyList<string> names) = Shorthand.AttributePath(node);
        return names.Count > 0
            ? Operand(target, Precedence.Sum).Append(" has ").AppendJoin('.', names)
            : Chain(node.Left, " && ", node.Right, Precedence.And);
    }

    public StringBuilder Visit(OrExpression node) => Chain(node.Left, " || ", node.Right, Precedence.Or);

    /// <summary>
    /// Four operators of one kind may stand in a row, a minus that belongs to a literal among them. A minus before a literal without
    /// one would become part of it.
    /// </summary>
    public StringBuilder Visit(UnaryExpression node)
    {
        if (node.Operator == UnaryOperator.IsEmpty)
        {
            return Operand(node.Operand, Precedence.Member).Append(".isEmpty()");
        }

        Expression operand = node;
        int room = MaxUnaryOperators;
        for (; room > 0 && operand is UnaryExpression unary && unary.Operator == node.Operator; room--)
        {
            text.Append(node.Operator == UnaryOperator.Not ? '!' : '-');
            operand = unary.Operand;
        }

        bool isBare = node.Operator == UnaryOperator.Negate && operand is LiteralExpression { Value.Kind: ValueKind.Long }
            ? IsNegative(operand) && room > 0
            : PrecedenceOf(operand) == Precedence.Member;
        return isBare ? operand.Accept(this) : Parenthesize(operand);
    }

    public StringBuilder Visit(BinaryExpression node) => node.Operator switch
    {
        BinaryOperator.Equal => Relate(node, " == "),
        BinaryOperator.NotEqual => Relate(node, " != "),
        BinaryOperator.Less => Relate(node, " < "),
        BinaryOperator.LessOrEqual => Relate(node, " <= "),
        BinaryOperator.Greater => Relate(node, " > "),
        BinaryOperator.GreaterOrEqual => Relate(node, " >= "),
        BinaryOperator.In => Relate(node, " in "),
        BinaryOperator.Add => Chain(node.Left, " + ", node.Right, Precedence.Sum),
        BinaryOperator.Subtract => Chain(node.Left, " - ", node.Right, Precedence.Sum),
        BinaryOperator.Multiply => Chain(node.Left, " * ", node.Right, Precedence.Product),
        _ => Call(node.Left, Methods.NameOf(node.Operator), [node.Right]),
    };

    public StringBuilder Visit(GetAttributeExpression node)
    {
        Operand(node.Target, Precedence.Member);
        return IsPlainName(node.Attribute) ? text.Append('.').Append(node.Attribute) : Quote(node.Attribute, '[', ']');
    }

    public StringBuilder Visit(HasAttributeExpression node)
    {
        Operand(node.Target, Precedence.Sum).Append(" has ");
        return Name(node.Attribute);
    }

    public StringBuilder Visit(LikeExpression node) => Operand(node.Target, Precedence.Sum)
        .Append(" like \"")
        .AppendJoin('*', node.Pattern.Pieces.Select(piece => UnicodeText.Escape(piece).Replace("*", "\\*", StringComparison.Ordinal)))
        .Append('"');

    public StringBuilder Visit(IsExpression node) => Operand(node.Target, Precedence.Sum).Append(" is ").Append(node.EntityType);

    public StringBuilder Visit(SetExpression node)
    {
        text.Append('[');
        return List(node.Elements).Append(']');
    }

    public StringBuilder Visit(RecordExpression node)
    {
        text.Append('{');
        for (int i = 0; i < node.Entries.Count; i++)
        {
            text.Append(i > 0 ? ", " : "");
            Name(node.Entries[i].Key).Append(": ");
            node.Entries[i].Value.Accept(this);
        }

        return text.Append('}');
    }

    public StringBuilder Visit(ExtensionCallExpression node)
    {
        ExtensionFunctionSignature signature = ExtensionFunctions.Of(node.Function);
        if (signature.IsMethod)
        {
            return Call(node.Arguments[0], signature.Name, [.. node.Arguments.Skip(1)]);
        }

        text.Append(signature.Name).Append('(');
        return List(node.Arguments).Append(')');
    }

    private static Precedence PrecedenceOf(Expression expression) => expression switch
    {
        IfExpression => Precedence.Expression,
        OrExpression => Precedence.Or,
        AndExpression and => IsShort(and) ? Precedence.Relation : Precedence.And,
        HasAttributeExpression or LikeExpression or IsExpression => Precedence.Relation,
        BinaryExpression { Operator: <= BinaryOperator.In } => Precedence.Relation,
        BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract } => Precedence.Sum,
        BinaryExpression { Operator: BinaryOperator.Multiply } => Precedence.Product,
        UnaryExpression { Operator: not UnaryOperator.IsEmpty } => Precedence.Unary,
        LiteralExpression literal when IsNegative(literal) => Precedence.Unary,
        _ => Precedence.Member,
    };

    private static bool IsNegative(Expression expression) =>
        expression is LiteralExpression { Value: { Kind: ValueKind.Long, AsLong: < 0 } };

    private static bool IsShort(AndExpression node) =>
        Shorthand.IsTypeAndMembership(node, out _, out _) || Shorthand.AttributePath(node).Names.Count > 0;

    private static bool IsPlainName(string name) => Names.IsIdentifier(name) && !Names.IsReserved(name);

    /// <summary>An operator that chains to the left.</summary>
    private StringBuilder Chain(Expression left, string sign, Expression right, Precedence precedence)
    {
        Operand(left, precedence).Append(sign);
        return Operand(right, precedence + 1);
    }

    private StringBuilder Relate(BinaryExpression node, string sign)
    {
        Operand(node.Left, Precedence.Sum).Append(sign);
        return Operand(node.Right, Precedence.Sum);
    }

    private StringBuilder Call(Expression target, string method, IReadOnlyList<Expression> arguments)
    {
        Operand(target, Precedence.Member).Append('.').Append(method).Append('(');
        return List(arguments).Append(')');
    }

    private StringBuilder List(IReadOnlyList<Expression> expressions)
    {
        for (int i = 0; i < expressions.Count; i++)
        {
            text.Append(i > 0 ? ", " : "");
            expressions[i].Accept(this);
        }

        return text;
    }

    private StringBuilder Operand(Expression expression, Precedence needed) =>
        PrecedenceOf(expression) < needed ? Parenthesize(expression) : expression.Accept(this);

    private StringBuilder Parenthesize(Expression expression)
    {
        text.Append('(');
        return expression.Accept(this).Append(')');
    }

    private StringBuilder Name(string name) => IsPlainName(name) ? text.Append(name) : Quote(name);

    private StringBuilder Quote(string value) => text.Append('"').Append(UnicodeText.Escape(value)).Append('"');

    private StringBuilder Quote(string value, char open, char close)
    {
        text.Append(open);
        return Quote(value).Append(close);
    }
}

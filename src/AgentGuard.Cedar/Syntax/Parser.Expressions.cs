using System.Runtime.CompilerServices;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Syntax;

internal sealed partial class Parser
{
    private const int MaxUnaryOperators = 4;

    internal Expression ParseWholeExpression()
    {
        Expression expression = ParseExpression().Expression;
        if (!At(TokenKind.End))
        {
            Unexpected("an operator or the end of the text");
        }

        return expression;
    }

    /// <summary>Every way back into the grammar from inside a bracket leads through here.</summary>
    private Sized ParseExpression()
    {
        if (++_nesting > _options.MaxNesting)
        {
            GiveUp(_current.Span, $"brackets nest deeper than {_options.MaxNesting} levels");
        }
        else if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            GiveUp(_current.Span, "brackets nest deeper than the stack of this thread allows");
        }

        Sized expression = At(TokenKind.If) ? ParseIf() : ParseBinary(Precedence.Or);
        _nesting--;
        return expression;
    }

    private Sized ParseIf()
    {
        int start = Start;
        Advance();
        Sized condition = ParseExpression();
        Expect(TokenKind.Then, "`then`");
        Sized then = ParseExpression();
        Expect(TokenKind.Else, "`else`", "every `if` has an `else`");
        Sized otherwise = ParseExpression();
        return Build(new IfExpression(condition.Expression, then.Expression, otherwise.Expression, From(start)), condition, then, otherwise);
    }

    /// <summary>Operators that hold at least as tightly as one, each with the operands that it takes from its left and right.</summary>
    private Sized ParseBinary(Precedence loosest)
    {
        int start = Start;
        Sized left = ParseUnary();
        bool isRelation = false;
        while (Precedences.Of(_current.Kind) is Precedence precedence && precedence >= loosest)
        {
            if (isRelation && precedence >= Precedence.Relation)
            {
                GiveUpChain(precedence);
                break;
            }

            isRelation = precedence == Precedence.Relation;
            if (isRelation)
            {
                left = ParseRelation(left, start);
                continue;
            }

            Token @operator = Advance();
            Sized right = ParseBinary(precedence + 1);
            left = Build(Combine(@operator, left.Expression, right.Expression, From(start)), left, right);
        }

        return left;
    }

    private Expression Combine(Token @operator, Expression left, Expression right, SourceSpan span)
    {
        switch (@operator.Kind)
        {
            case TokenKind.Or:
                return new OrExpression(left, right, span);
            case TokenKind.And:
                return new AndExpression(left, right, span);
            case TokenKind.Plus:
                return new BinaryExpression(BinaryOperator.Add, left, right, span);
            case TokenKind.Minus:
                return new BinaryExpression(BinaryOperator.Subtract, left, right, span);
            case TokenKind.Slash or TokenKind.Percent:
                Error(@operator.Span, $"`{Quote(@operator.Span)}` is not an operator", "Cedar has no division and no remainder");
                break;
        }

        return new BinaryExpression(BinaryOperator.Multiply, left, right, span);
    }

    private void GiveUpChain(Precedence next)
    {
        if (next == Precedence.Relation)
        {
            GiveUp(_current.Span, "relational operators cannot be chained", "use parentheses to say what belongs together");
        }
        else
        {
            Unexpected("`&&`, `||` or the end of the expression", "use parentheses to say what belongs together");
        }
    }

    private Sized ParseRelation(Sized left, int start) => _current.Kind switch
    {
        TokenKind.Has => ParseHas(left, start),
        TokenKind.Like => ParseLike(left, start),
        TokenKind.Is => ParseIs(left, start),
        _ => ParseComparison(left, start),
    };

    private static bool IsComparison(TokenKind kind) => kind is TokenKind.In or (>= TokenKind.Assign and <= TokenKind.GreaterOrEqual);

    private Sized ParseComparison(Sized left, int start)
    {
        Token comparison = Advance();
        BinaryOperator @operator = comparison.Kind switch
        {
            TokenKind.NotEqual => BinaryOperator.NotEqual,
            TokenKind.Less => BinaryOperator.Less,
            TokenKind.LessOrEqual => BinaryOperator.LessOrEqual,
            TokenKind.Greater => BinaryOperator.Greater,
            TokenKind.GreaterOrEqual => BinaryOperator.GreaterOrEqual,
            TokenKind.In => BinaryOperator.In,
            _ => BinaryOperator.Equal,
        };
        if (comparison.Kind == TokenKind.Assign)
        {
            ReportAssign(comparison.Span);
        }

        Sized right = ParseBinary(Precedence.Sum);
        if (@operator == BinaryOperator.In && right.Expression is LiteralExpression { Value.Kind: ValueKind.String } text && !_isLost)
        {
            _diagnostics.Warning(text.Span, "`in` asks for an entity or a set of entities, and this is a string", "did you mean `==`, or an entity such as `Group::\"admins\"`?");
        }

        return Build(new BinaryExpression(@operator, left.Expression, right.Expression, From(start)), left, right);
    }

    private void ReportAssign(SourceSpan span) => Error(span, "`=` is not an operator", "did you mean `==`?");

    /// <summary><c>e has a.b.c</c> stands for <c>e has a &amp;&amp; e.a has b &amp;&amp; e.a.b has c</c>.</summary>
    private Sized ParseHas(Sized left, int start)
    {
        Advance();
        if (At(TokenKind.String))
        {
            Token text = Advance();
            return Build(new HasAttributeExpression(left.Expression, Unescape(text), From(start)), left);
        }

        string attribute = ParseAttributeName("an attribute name or a string");
        Sized result = Build(new HasAttributeExpression(left.Expression, attribute, From(start)), left);
        while (At(TokenKind.Dot))
        {
            left = Build(new GetAttributeExpression(left.Expression, attribute, From(start)), left);
            Advance();
            attribute = ParseAttributeName("an attribute name");
            Sized has = Build(new HasAttributeExpression(left.Expression, attribute, From(start)), left);
            result = Build(new AndExpression(result.Expression, has.Expression, From(start)), result, has);
        }

        if (_current.Kind is TokenKind.LeftParen or TokenKind.LeftBracket or TokenKind.DoubleColon)
        {
            Unexpected("the end of the attribute names", "`has` takes attribute names joined by `.`, or one string");
        }

        return result;
    }

    private Sized ParseLike(Sized left, int start)
    {
        Advance();
        Token pattern = Expect(TokenKind.String, "a pattern", "a pattern is a string literal, in which `*` stands for any text");
        if (pattern.Kind != TokenKind.String)
        {
            return Nothing(pattern.Span);
        }

        Pattern pieces = Escapes.UnescapePattern(_source.Text, Inside(pattern.Span), _diagnostics);
        return Build(new LikeExpression(left.Expression, pieces, From(start)), left);
    }

    /// <summary><c>e is T in f</c> stands for <c>e is T &amp;&amp; e in f</c>.</summary>
    private Sized ParseIs(Sized left, int start)
    {
        Advance();
        string type = ParseTypeName();
        Sized test = Build(new IsExpression(left.Expression, type, From(start)), left);
        if (!Take(TokenKind.In))
        {
            return test;
        }

        Sized right = ParseBinary(Precedence.Sum);
        Sized membership = Build(new BinaryExpression(BinaryOperator.In, left.Expression, right.Expression, From(start)), left, right);
        return Build(new AndExpression(test.Expression, membership.Expression, From(start)), test, membership);
    }

    private Sized ParseUnary()
    {
        TokenKind kind = _current.Kind;
        if (kind is not (TokenKind.Not or TokenKind.Minus))
        {
            return ParseMember();
        }

        int start = Start;
        int count = 0;
        for (; At(kind); Advance())
        {
            count++;
        }

        if (count > MaxUnaryOperators)
        {
            Error(From(start), $"`{Quote(new SourceSpan(start, 1))}` stands more than {MaxUnaryOperators} times in a row");
            count = MaxUnaryOperators;
        }

        Sized operand;
        if (kind == TokenKind.Minus && At(TokenKind.Integer) && Peek().Kind is not (TokenKind.Dot or TokenKind.LeftBracket or TokenKind.LeftParen))
        {
            // The sign next to a literal belongs to it; only so can the smallest integer be written.
            operand = ParseInteger(_previous.Start, isNegative: true);
            count--;
        }
        else
        {
            operand = ParseMember();
        }

        UnaryOperator @operator = kind == TokenKind.Not ? UnaryOperator.Not : UnaryOperator.Negate;
        for (; count > 0; count--)
        {
            operand = Build(new UnaryExpression(@operator, operand.Expression, From(start)), operand);
        }

        return operand;
    }

    private static SourceSpan Inside(SourceSpan literal) => new(literal.Start + 1, literal.Length - 2);
}

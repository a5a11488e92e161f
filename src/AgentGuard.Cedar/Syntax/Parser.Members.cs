using AgentGuard.Cedar.Ast;

namespace AgentGuard.Cedar.Syntax;

internal sealed partial class Parser
{
    private Sized ParseMember()
    {
        int start = Start;
        Sized target = ParsePrimary();
        while (true)
        {
            switch (_current.Kind)
            {
                case TokenKind.Dot:
                    target = ParseDot(target, start);
                    break;
                case TokenKind.LeftBracket:
                    target = ParseIndex(target, start);
                    break;
                case TokenKind.LeftParen:
                    Error(_current.Span, "only a function or method can be called", "calls have the form `name(…)` or `value.name(…)`");
                    ParseArguments();
                    break;
                default:
                    return target;
            }
        }
    }

    private Sized ParseDot(Sized target, int start)
    {
        Advance();
        Token name = _current;
        string attribute = ParseAttributeName("an attribute name");
        return At(TokenKind.LeftParen)
            ? ParseMethodCall(target, name.Span, attribute, start)
            : Build(new GetAttributeExpression(target.Expression, attribute, From(start)), target);
    }

    private Sized ParseIndex(Sized target, int start)
    {
        Advance();
        Token index = Expect(TokenKind.String, "a string", "an index is the name of an attribute, a string literal");
        Expect(TokenKind.RightBracket, "`]`", "an index is the name of an attribute, a string literal");
        return index.Kind == TokenKind.String
            ? Build(new GetAttributeExpression(target.Expression, Unescape(index), From(start)), target)
            : Nothing(index.Span);
    }

    /// <summary>An identifier that names an attribute: reserved words do not, unless as a string.</summary>
    private string ParseAttributeName(string description)
    {
        if (!_current.IsWord)
        {
            Unexpected(description, AttributeHelp());
        }

        Token name = Advance();
        if (Values.Names.IsReserved(Slice(name.Span)))
        {
            Error(name.Span, $"`{Quote(name.Span)}` is reserved and cannot be used as an identifier", $"an attribute of this name is written `[\"{Quote(name.Span)}\"]`, and asked for with `has \"{Quote(name.Span)}\"`");
        }

        return Slice(name.Span).ToString();
    }

    private string? AttributeHelp() => _current.Kind switch
    {
        TokenKind.String => $"an attribute is written `.name` or `[{Quote(_current.Span)}]`",
        TokenKind.Integer => "numbers with a fraction are decimals, `decimal(\"1.5\")`",
        _ => null,
    };

    private List<Sized> ParseArguments()
    {
        Expect(TokenKind.LeftParen, "`(`");
        return ParseList(TokenKind.RightParen, "`,` or `)`");
    }

    /// <summary>Expressions with commas between them, and one behind the last if the author likes.</summary>
    private List<Sized> ParseList(TokenKind close, string description)
    {
        List<Sized> elements = [];
        while (!At(close) && !_isLost)
        {
            elements.Add(ParseExpression());
            if (!Take(TokenKind.Comma))
            {
                break;
            }
        }

        Expect(close, description);
        return elements;
    }
}

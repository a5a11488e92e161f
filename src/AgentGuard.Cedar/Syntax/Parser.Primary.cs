using System.Globalization;
using System.Text;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Syntax;

internal sealed partial class Parser
{
    private Sized ParsePrimary()
    {
        int start = Start;
        switch (_current.Kind)
        {
            case TokenKind.True or TokenKind.False:
                return Literal(Advance().Kind == TokenKind.True, start);
            case TokenKind.Integer:
                return ParseInteger(Start, isNegative: false);
            case TokenKind.String:
                return Literal(Unescape(Advance()), start);
            case TokenKind.Identifier:
                return _temporal.FindCondition(Start) is { } condition ? ParseTemporal(condition) : ParseName();
            case TokenKind.LeftParen:
                Advance();
                Sized inner = ParseExpression();
                Expect(TokenKind.RightParen, "`)`");
                return inner;
            case TokenKind.LeftBracket:
                Advance();
                List<Sized> elements = ParseList(TokenKind.RightBracket, "`,` or `]`");
                return Build(new SetExpression(elements.ConvertAll(element => element.Expression), From(start)), [.. elements]);
            case TokenKind.LeftBrace:
                return ParseRecord();
            case TokenKind.Slot:
                return ParseSlot();
            default:
                Unexpected("an expression");
                return Nothing(_current.Span);
        }
    }

    private Sized Literal(Value value, int start) => Sized.Leaf(new LiteralExpression(value, From(start)));

    private Sized ParseInteger(int start, bool isNegative)
    {
        Token digits = Advance();
        ulong limit = isNegative ? 1UL << 63 : long.MaxValue;
        if (!ulong.TryParse(Slice(digits.Span), NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) || value > limit)
        {
            Error(digits.Span, $"integer literal `{Quote(digits.Span)}` is too large", "integers go from `-9223372036854775808` to `9223372036854775807`");
            return Nothing(digits.Span);
        }

        return Literal(unchecked(isNegative ? -(long)value : (long)value), start);
    }

    /// <summary>A variable, a function call, or an entity.</summary>
    private Sized ParseName()
    {
        int start = Start;
        string name = ParsePath(out SourceSpan span, out bool isValid);
        if (At(TokenKind.DoubleColon))
        {
            return ParseEntity(name, isValid, start);
        }

        if (At(TokenKind.LeftParen))
        {
            return ParseFunctionCall(span, name, start);
        }

        if (Keywords.Variables.TryGetValue(name, out Variable variable))
        {
            return Build(new VariableExpression(variable, span));
        }

        if (isValid)
        {
            ReportUnknownName(name, span);
        }

        return Nothing(span);
    }

    private Sized ParseEntity(string type, bool isValid, int start)
    {
        Advance();
        Token id = Expect(TokenKind.String, "the id of an entity, a string", "an entity is written `Namespace::User::\"alice\"`");
        if (id.Kind != TokenKind.String)
        {
            return Nothing(id.Span);
        }

        string text = Unescape(id);
        return isValid ? Literal(new EntityUid(type, text), start) : Nothing(id.Span);
    }

    private void ReportUnknownName(string name, SourceSpan span)
    {
        int separator = name.LastIndexOf("::", StringComparison.Ordinal);
        string? help = name switch
        {
            _ when separator >= 0 => $"did you mean `{Excerpt.Of($"{name[..separator]}::\"{name[(separator + 2)..]}\"")}`?",
            "null" or "nil" or "undefined" or "none" => "Cedar has no null; `has` tells whether an attribute is there",
            "and" or "or" or "not" => Misfits.Help(_source.Text, new Token(TokenKind.Identifier, span)),
            _ when _isInScope => $"an entity has an id, `{Excerpt.Of(name)}::\"…\"`; a type is tested with `is`",
            _ => DidYouMean(name, Keywords.Values),
        };
        Error(span, $"invalid variable `{Excerpt.Of(name)}`", help ?? "the variables are `principal`, `action`, `resource` and `context`; text stands in double quotes");
    }

    /// <summary>The type of <c>is</c>. Any name will do, even that of a variable.</summary>
    private string ParseTypeName()
    {
        if (!_current.IsWord)
        {
            Unexpected("an entity type", At(TokenKind.String) ? $"did you mean `{Excerpt.Of(_source.Text, Inside(_current.Span))}`?" : null);
        }

        string name = ParsePath(out _, out _);
        if (At(TokenKind.DoubleColon))
        {
            Unexpected("an entity type", "`is` tests the type; did you mean `==` or `in`?");
        }

        return name;
    }

    /// <summary>Identifiers joined by <c>::</c>, up to one that a string follows.</summary>
    private string ParsePath(out SourceSpan span, out bool isValid)
    {
        int start = Start;
        isValid = true;
        StringBuilder name = new();
        while (true)
        {
            Token part = Advance();
            if (Names.IsReserved(Slice(part.Span)))
            {
                isValid = false;
                Error(part.Span, $"`{Quote(part.Span)}` is reserved and cannot be used as an identifier");
            }

            name.Append(Slice(part.Span));
            span = From(start);
            if (!At(TokenKind.DoubleColon) || !Peek().IsWord)
            {
                return name.ToString();
            }

            Advance();
            name.Append("::");
        }
    }

    private Sized ParseRecord()
    {
        int start = Start;
        Advance();
        HashSet<string> keys = [];
        List<KeyValuePair<string, Expression>> entries = [];
        List<Sized> values = [];
        while (!At(TokenKind.RightBrace) && !_isLost)
        {
            Token token = _current;
            string key = ParseKey();
            Expect(TokenKind.Colon, "`:`");
            if (!keys.Add(key))
            {
                Error(token.Span, $"duplicate key `{Excerpt.Of(key)}` in a record");
            }

            Sized value = ParseExpression();
            entries.Add(new KeyValuePair<string, Expression>(key, value.Expression));
            values.Add(value);
            if (!Take(TokenKind.Comma))
            {
                break;
            }
        }

        Expect(TokenKind.RightBrace, "`,` or `}`");
        return Build(new RecordExpression(entries, From(start)), [.. values]);
    }

    private string ParseKey()
    {
        if (At(TokenKind.String))
        {
            return Unescape(Advance());
        }

        Token name = ExpectWord("the name of an attribute", "a record is written `{name: value, …}`");
        if (Names.IsReserved(Slice(name.Span)))
        {
            Error(name.Span, $"`{Quote(name.Span)}` is reserved and cannot be used as an identifier", $"write it as a string, `\"{Quote(name.Span)}\"`");
        }

        return Slice(name.Span).ToString();
    }
}

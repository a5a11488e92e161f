using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Syntax;

/// <summary>
/// Cuts a text into tokens. A copy of it looks ahead. What is no token comes out as <see cref="TokenKind.Invalid"/>;
/// the parser says why, if it gets there.
/// </summary>
internal struct Lexer(string text, int position = 0)
{
    private int _position = position;

    public Token Next()
    {
        SkipTrivia();
        int start = _position;
        TokenKind kind = start == text.Length ? TokenKind.End : Scan(text[start]);
        return new Token(kind, new SourceSpan(start, _position - start));
    }

    private void SkipTrivia()
    {
        while (_position < text.Length)
        {
            // White space as Unicode has it, which is what Cedar's grammar says.
            if (char.IsWhiteSpace(text[_position]))
            {
                _position++;
            }
            else if (text[_position] == '/' && Peek(1) == '/')
            {
                int end = text.AsSpan(_position).IndexOfAny('\n', '\r');
                _position = end < 0 ? text.Length : _position + end;
            }
            else
            {
                return;
            }
        }
    }

    private TokenKind Scan(char first) => first switch
    {
        '@' => Take(1, TokenKind.At),
        '.' => Take(1, TokenKind.Dot),
        ',' => Take(1, TokenKind.Comma),
        ';' => Take(1, TokenKind.Semicolon),
        ':' => Peek(1) == ':' ? Take(2, TokenKind.DoubleColon) : Take(1, TokenKind.Colon),
        '(' => Take(1, TokenKind.LeftParen),
        ')' => Take(1, TokenKind.RightParen),
        '{' => Take(1, TokenKind.LeftBrace),
        '}' => Take(1, TokenKind.RightBrace),
        '[' => Take(1, TokenKind.LeftBracket),
        ']' => Take(1, TokenKind.RightBracket),
        '=' => Peek(1) == '=' ? Take(2, TokenKind.Equal) : Take(1, TokenKind.Assign),
        '!' => Peek(1) == '=' ? Take(2, TokenKind.NotEqual) : Take(1, TokenKind.Not),
        '<' => Peek(1) == '=' ? Take(2, TokenKind.LessOrEqual) : Take(1, TokenKind.Less),
        '>' => Peek(1) == '=' ? Take(2, TokenKind.GreaterOrEqual) : Take(1, TokenKind.Greater),
        '|' => Peek(1) == '|' ? Take(2, TokenKind.Or) : Take(1, TokenKind.Invalid),
        '&' => Peek(1) == '&' ? Take(2, TokenKind.And) : Take(1, TokenKind.Invalid),
        '+' => Take(1, TokenKind.Plus),
        '-' => Take(1, TokenKind.Minus),
        '*' => Take(1, TokenKind.Star),
        '/' => Take(1, TokenKind.Slash),
        '%' => Take(1, TokenKind.Percent),
        '"' => ScanString(),
        '?' => IsIdentifierStart(Peek(1)) ? ScanSlot() : Take(1, TokenKind.Invalid),
        >= '0' and <= '9' => ScanInteger(),
        _ when IsIdentifierStart(first) => ScanWord(),
        _ => Take(char.IsHighSurrogate(first) ? 2 : 1, TokenKind.Invalid),
    };

    private readonly char Peek(int offset) => _position + offset < text.Length ? text[_position + offset] : '\0';

    private TokenKind Take(int length, TokenKind kind)
    {
        _position += length;
        return kind;
    }

    private TokenKind ScanInteger()
    {
        int length = text.AsSpan(_position).IndexOfAnyExceptInRange('0', '9');
        _position = length < 0 ? text.Length : _position + length;
        return TokenKind.Integer;
    }

    private TokenKind ScanSlot()
    {
        _position++;
        SkipIdentifier();
        return TokenKind.Slot;
    }

    private TokenKind ScanWord()
    {
        int start = _position;
        SkipIdentifier();
        return text.AsSpan(start, _position - start) switch
        {
            "true" => TokenKind.True,
            "false" => TokenKind.False,
            "if" => TokenKind.If,
            "then" => TokenKind.Then,
            "else" => TokenKind.Else,
            "in" => TokenKind.In,
            "is" => TokenKind.Is,
            "has" => TokenKind.Has,
            "like" => TokenKind.Like,
            _ => TokenKind.Identifier,
        };
    }

    /// <summary>A string may hold line breaks, but no backslash may stand before one.</summary>
    private TokenKind ScanString()
    {
        _position++;
        while (true)
        {
            int next = text.AsSpan(_position).IndexOfAny('"', '\\');
            if (next < 0)
            {
                // Nothing behind an open quote can be told from what is in it.
                _position = text.Length;
                return TokenKind.Invalid;
            }

            _position += next + 1;
            if (text[_position - 1] == '"')
            {
                return TokenKind.String;
            }

            if (_position == text.Length || text[_position] == '\n')
            {
                return TokenKind.Invalid;
            }

            _position++;
        }
    }

    private void SkipIdentifier()
    {
        while (_position < text.Length && (IsIdentifierStart(text[_position]) || char.IsAsciiDigit(text[_position])))
        {
            _position++;
        }
    }

    private static bool IsIdentifierStart(char c) => char.IsAsciiLetter(c) || c == '_';
}

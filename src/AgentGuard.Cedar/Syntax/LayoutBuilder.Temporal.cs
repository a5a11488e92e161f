namespace AgentGuard.Cedar.Syntax;

/// <content>Temporal conditions and macros. Their lines break at brackets, behind <c>&amp;&amp;</c> and before <c>since</c>.</content>
internal sealed partial class LayoutBuilder
{
    private bool IsTemporal => Kind == TokenKind.Identifier && temporal.FindCondition(_tokens[_next].Token.Span.Start) is not null;

    private bool IsDefinition => Kind == TokenKind.Identifier && temporal.FindDefinition(_tokens[_next].Token.Span.Start) is not null;

    private bool IsSince => Kind == TokenKind.Identifier && text.AsSpan(_tokens[_next].Token.Span.Start, _tokens[_next].Token.Span.Length).SequenceEqual("since");

    private bool IsSpaced => _tokens[_next - 1].Token.Span.End < _tokens[_next].Token.Span.Start;

    /// <summary><c>temporal { … }</c></summary>
    private void AddTemporal()
    {
        int start = Mark();
        AddToken();
        Break(LayoutOpKind.Space);
        AddBraces(AddFormula);
        layout.Group(start);
    }

    /// <summary><c>def temporal name(?a) { … };</c></summary>
    private void AddDefinition()
    {
        bool isTemporal = text.AsSpan(_tokens[_next + 1].Token.Span.Start).StartsWith("temporal", StringComparison.Ordinal);
        int start = Mark();
        AddToken();
        Break(LayoutOpKind.Space);
        AddToken();
        Break(LayoutOpKind.Space);
        AddToken();
        AddBrackets(LayoutOpKind.SoftLine, AddToken);
        Break(LayoutOpKind.Space);
        AddBraces(isTemporal ? AddFormula : AddExpression);
        AddToken();
        layout.Group(start);
    }

    private void AddBraces(Action addBody)
    {
        AddToken();
        layout.Add(LayoutOpKind.Indent);
        Break(LayoutOpKind.Line);
        addBody();
        layout.Add(LayoutOpKind.Dedent);
        Break(LayoutOpKind.Line);
        AddToken();
    }

    /// <summary>What stands up to a closing bracket or a comma.</summary>
    private void AddFormula()
    {
        int start = Mark();
        bool isFirst = true;
        while (Kind is not (TokenKind.RightBrace or TokenKind.RightParen or TokenKind.RightBracket or TokenKind.Comma or TokenKind.End))
        {
            if (!isFirst)
            {
                AddGap();
            }

            AddFormulaPart();
            isFirst = false;
        }

        layout.Group(start);
    }

    private void AddFormulaPart()
    {
        switch (Kind)
        {
            case TokenKind.LeftParen or TokenKind.LeftBracket:
                AddBrackets(LayoutOpKind.SoftLine, AddFormula);
                break;
            case TokenKind.LeftBrace when _tokens[_next + 1].Token.Kind == TokenKind.RightBrace:
                AddToken();
                AddToken();
                break;
            case TokenKind.LeftBrace:
                AddBrackets(LayoutOpKind.Line, AddFormula);
                break;
            default:
                AddToken();
                break;
        }
    }

    /// <summary>Operators stand between spaces, colons before one; everything else keeps what it has.</summary>
    private void AddGap()
    {
        TokenKind before = _tokens[_next - 1].Token.Kind;
        if (before == TokenKind.And || IsSince)
        {
            Break(LayoutOpKind.Line);
        }
        else if (Kind != TokenKind.Colon && before != TokenKind.Not && (IsOperator(Kind) || IsOperator(before) || before == TokenKind.Colon || IsSpaced))
        {
            Break(LayoutOpKind.Space);
        }
    }

    private static bool IsOperator(TokenKind kind) =>
        kind is TokenKind.And or TokenKind.Equal or TokenKind.NotEqual or TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual;
}

using AgentGuard.Cedar.Temporal.Syntax;

namespace AgentGuard.Cedar.Syntax;

/// <summary>
/// Walks the tokens of a text that the parser has taken, along the same grammar, and says where its lines may break. This part:
/// tokens and their comments, policies and heads.
/// </summary>
internal sealed partial class LayoutBuilder(string text, Layout layout, TemporalText temporal)
{
    private readonly List<CommentedToken> _tokens = CommentedToken.ReadAll(text);
    private int _next;

    // The token whose leading comments stand already, and a comment that is still to stand behind the last token.
    private int _announced = -1;
    private string? _trailing;

    private TokenKind Kind => _tokens[_next].Token.Kind;

    public void AddPolicies()
    {
        AddParagraphs();
        while (Kind != TokenKind.End)
        {
            if (IsDefinition)
            {
                AddDefinition();
            }
            else
            {
                AddPolicy();
            }

            Break(Kind == TokenKind.End ? LayoutOpKind.NewLine : LayoutOpKind.EmptyLine);
            AddParagraphs();
        }
    }

    /// <summary>The comments between policies: where they are set apart from each other, they stay so.</summary>
    private void AddParagraphs()
    {
        AddTrailing();
        _announced = _next;
        foreach (Comment comment in _tokens[_next].Leading)
        {
            if (comment.IsApart)
            {
                layout.Add(LayoutOpKind.EmptyLine);
            }

            layout.AddComment(comment.Text, isTrailing: false);
        }

        if (_tokens[_next] is { IsApart: true, Leading.Count: > 0 })
        {
            layout.Add(LayoutOpKind.EmptyLine);
        }
    }

    private void AddPolicy()
    {
        while (Kind == TokenKind.At)
        {
            AddToken();
            AddToken();
            if (Kind == TokenKind.LeftParen)
            {
                AddToken();
                AddToken();
                AddToken();
            }

            Break(LayoutOpKind.NewLine);
        }

        AddToken();
        Break(LayoutOpKind.Space);
        AddScope();
        while (Kind != TokenKind.Semicolon)
        {
            Break(LayoutOpKind.NewLine);
            AddCondition();
        }

        AddToken();
    }

    /// <summary>A head that compares with something has a line for each variable.</summary>
    private void AddScope()
    {
        int start = Mark();
        AddToken();
        int end = _next;
        while (_tokens[end].Token.Kind is TokenKind.Identifier or TokenKind.Comma)
        {
            end++;
        }

        LayoutOpKind edge = _tokens[end].Token.Kind == TokenKind.RightParen ? LayoutOpKind.SoftLine : LayoutOpKind.NewLine;
        layout.Add(LayoutOpKind.Indent);
        Break(edge);
        AddScopeElement();
        while (Kind == TokenKind.Comma)
        {
            AddToken();
            if (Kind != TokenKind.RightParen)
            {
                Break(LayoutOpKind.Line);
                AddScopeElement();
            }
        }

        layout.Add(LayoutOpKind.Dedent);
        Break(edge);
        AddToken();
        layout.Group(start);
    }

    private void AddScopeElement()
    {
        int start = Mark();
        AddToken();
        if (Kind == TokenKind.Is)
        {
            AddTypeTest();
        }

        if (Kind is TokenKind.Equal or TokenKind.In)
        {
            AddOperator(AddExpression);
        }

        layout.Group(start);
    }

    private void AddCondition()
    {
        int start = Mark();
        AddToken();
        if (IsTemporal)
        {
            Break(LayoutOpKind.Space);
            AddTemporal();
        }
        else
        {
            Break(LayoutOpKind.Line);
            AddBraces(AddExpression);
        }

        layout.Group(start);
    }

    /// <summary>Where a group may start: before the next token, and behind the comments that come before it.</summary>
    private int Mark()
    {
        AddTrailing();
        if (_announced < _next)
        {
            _announced = _next;
            foreach (Comment comment in _tokens[_next].Leading)
            {
                layout.AddComment(comment.Text, isTrailing: false);
            }
        }

        return layout.Count;
    }

    private void AddToken()
    {
        Mark();
        CommentedToken token = _tokens[_next++];
        layout.AddText(text.Substring(token.Token.Span.Start, token.Token.Span.Length));
        _trailing = token.Trailing;
    }

    private void Break(LayoutOpKind kind)
    {
        AddTrailing();
        layout.Add(kind);
    }

    /// <summary>A comment behind the last token of a group does not belong to the group, and does not break it.</summary>
    private void AddTrailing()
    {
        if (_trailing is { } comment)
        {
            layout.AddComment(comment, isTrailing: true);
            _trailing = null;
        }
    }
}

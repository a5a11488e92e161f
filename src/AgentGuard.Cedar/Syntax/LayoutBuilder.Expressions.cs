using System.Runtime.CompilerServices;

namespace AgentGuard.Cedar.Syntax;

/// <content>Expressions.</content>
internal sealed partial class LayoutBuilder
{
    private void AddExpression()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (Kind != TokenKind.If)
        {
            AddChain(Precedence.Or);
            return;
        }

        int start = Mark();
        AddBranch();
        Break(LayoutOpKind.Line);
        AddBranch();
        Break(LayoutOpKind.Line);
        AddBranch();
        layout.Group(start);
    }

    /// <summary>One of <c>if</c>, <c>then</c> and <c>else</c>, and what follows it.</summary>
    private void AddBranch()
    {
        AddToken();
        layout.Add(LayoutOpKind.Indent);
        Break(LayoutOpKind.Line);
        AddExpression();
        layout.Add(LayoutOpKind.Dedent);
    }

    /// <summary>Operators that hold equally tightly, and what they stand between.</summary>
    private void AddChain(Precedence precedence)
    {
        if (precedence == Precedence.Unary)
        {
            AddUnary();
            return;
        }

        int start = Mark();
        AddChain(precedence + 1);
        if (Precedences.Of(Kind) != precedence)
        {
            return;
        }

        if (precedence == Precedence.Relation)
        {
            AddRelation();
        }

        bool isSetIn = precedence > Precedence.Relation;
        while (Precedences.Of(Kind) == precedence)
        {
            Break(LayoutOpKind.Space);
            AddToken();
            if (isSetIn)
            {
                layout.Add(LayoutOpKind.Indent);
            }

            Break(LayoutOpKind.Line);
            AddChain(precedence + 1);
            if (isSetIn)
            {
                layout.Add(LayoutOpKind.Dedent);
            }
        }

        layout.Group(start);
    }

    private void AddRelation()
    {
        switch (Kind)
        {
            case TokenKind.Has or TokenKind.Like:
                AddOperator(() =>
                {
                    AddToken();
                    while (Kind == TokenKind.Dot)
                    {
                        AddToken();
                        AddToken();
                    }
                });
                break;
            case TokenKind.Is:
                AddTypeTest();
                if (Kind == TokenKind.In)
                {
                    AddOperator(() => AddChain(Precedence.Sum));
                }

                break;
            default:
                AddOperator(() => AddChain(Precedence.Sum));
                break;
        }
    }

    private void AddTypeTest()
    {
        Break(LayoutOpKind.Space);
        AddToken();
        Break(LayoutOpKind.Space);
        AddPath();
    }

    /// <summary>An operator, and what stands behind it, on the next line where the group is broken.</summary>
    private void AddOperator(Action addOperand)
    {
        layout.Add(LayoutOpKind.Indent);
        Break(LayoutOpKind.Space);
        AddToken();
        Break(LayoutOpKind.Line);
        addOperand();
        layout.Add(LayoutOpKind.Dedent);
    }

    private void AddUnary()
    {
        while (Kind is TokenKind.Not or TokenKind.Minus)
        {
            AddToken();
        }

        AddPrimary();
        layout.Add(LayoutOpKind.Indent);
        while (Kind is TokenKind.Dot or TokenKind.LeftBracket)
        {
            if (Kind == TokenKind.LeftBracket)
            {
                AddToken();
                AddToken();
                AddToken();
                continue;
            }

            Break(LayoutOpKind.FillLine);
            AddToken();
            AddToken();
            if (Kind == TokenKind.LeftParen)
            {
                AddBrackets(LayoutOpKind.SoftLine, AddExpression);
            }
        }

        layout.Add(LayoutOpKind.Dedent);
    }

    private void AddPrimary()
    {
        switch (Kind)
        {
            case TokenKind.LeftParen or TokenKind.LeftBracket:
                AddBrackets(LayoutOpKind.SoftLine, AddExpression);
                break;
            case TokenKind.LeftBrace:
                AddBrackets(LayoutOpKind.Line, AddEntry);
                break;
            case TokenKind.Identifier when IsTemporal:
                AddTemporal();
                break;
            case TokenKind.Identifier:
                AddPath();
                if (Kind == TokenKind.LeftParen)
                {
                    AddBrackets(LayoutOpKind.SoftLine, AddExpression);
                }

                break;
            default:
                AddToken();
                break;
        }
    }

    /// <summary>Names joined by <c>::</c>, the last one possibly a string.</summary>
    private void AddPath()
    {
        AddToken();
        while (Kind == TokenKind.DoubleColon)
        {
            AddToken();
            AddToken();
        }
    }

    private void AddEntry()
    {
        AddToken();
        AddToken();
        Break(LayoutOpKind.Space);
        AddExpression();
    }

    /// <summary>Brackets around one thing, several with commas between them, or nothing.</summary>
    private void AddBrackets(LayoutOpKind edge, Action addElement)
    {
        int start = Mark();
        AddToken();
        if (Kind is TokenKind.RightParen or TokenKind.RightBracket or TokenKind.RightBrace)
        {
            AddToken();
            return;
        }

        layout.Add(LayoutOpKind.Indent);
        Break(edge);
        addElement();
        while (Kind == TokenKind.Comma)
        {
            AddToken();
            if (Kind is not (TokenKind.RightParen or TokenKind.RightBracket or TokenKind.RightBrace))
            {
                Break(LayoutOpKind.Line);
                addElement();
            }
        }

        layout.Add(LayoutOpKind.Dedent);
        Break(edge);
        AddToken();
        layout.Group(start);
    }
}

using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Syntax;

internal sealed partial class Parser
{
    private const string ScopeHelp = "the scope holds `principal`, `action` and `resource`, in this order";
    private static readonly string[] ScopeVariables = ["principal", "action", "resource"];

    private bool _isInScope;

    private Scope[] ParseScopes()
    {
        Scope[] scopes = new Scope[ScopeVariables.Length];
        _isInScope = true;
        Expect(TokenKind.LeftParen, "`(`", ScopeHelp);
        int count = 0;
        while (!At(TokenKind.RightParen) && !_isLost)
        {
            int start = Start;
            Scope scope = ParseScope(Math.Min(count, scopes.Length - 1), isExtra: count >= scopes.Length);
            if (count < scopes.Length)
            {
                scopes[count] = scope;
            }
            else
            {
                Error(From(start), $"the scope has an extra element `{Quote(From(start))}`", ScopeHelp);
            }

            count++;
            if (!Take(TokenKind.Comma))
            {
                break;
            }
        }

        for (int missing = count; missing < scopes.Length; missing++)
        {
            if (At(TokenKind.RightParen))
            {
                Error(new SourceSpan(_previous.End, 0), $"the scope lacks the variable `{ScopeVariables[missing]}`", ScopeHelp);
            }

            scopes[missing] = new Scope(ScopeConstraint.Any, null, [], From(Start));
        }

        Expect(TokenKind.RightParen, "`,` or `)`", "conditions on attributes belong in a `when` clause");
        _isInScope = false;
        return scopes;
    }

    /// <summary>One element: a variable, then <c>is T</c> or <c>== e</c> or <c>in e</c> or <c>is T in e</c>.</summary>
    private Scope ParseScope(int index, bool isExtra)
    {
        int start = Start;
        bool isAction = index == 1;
        ParseScopeVariable(index, isExtra);
        if (Take(TokenKind.Colon))
        {
            Error(_previous, "type constraints with `:` are not part of Cedar", "did you mean `is`?");
            ParseTypeName();
        }

        string? type = null;
        if (Take(TokenKind.Is))
        {
            if (isAction)
            {
                Error(_previous, "`is` cannot stand in the action's scope", "move `action is …` into a `when` clause");
            }

            type = ParseTypeName();
        }

        if (!IsComparison(_current.Kind))
        {
            return new Scope(type is null ? ScopeConstraint.Any : ScopeConstraint.Is, type, [], From(start));
        }

        Token comparison = Advance();
        ReportScopeOperator(comparison, isAction, hasType: type is not null);
        _slots.Clear();
        (IReadOnlyList<EntityUid> entities, bool isSet) = ParseScopeEntities(comparison.Kind, index);
        bool isSlot = _slots.Count > 0;
        ScopeConstraint constraint = comparison.Kind switch
        {
            TokenKind.In when type is not null => isSlot ? ScopeConstraint.IsInSlot : ScopeConstraint.IsIn,
            TokenKind.In when isSlot => ScopeConstraint.InSlot,
            TokenKind.In => isSet ? ScopeConstraint.InAny : ScopeConstraint.In,
            _ => isSlot ? ScopeConstraint.EqualSlot : ScopeConstraint.Equal,
        };
        return new Scope(constraint, type, entities, From(start));
    }

    private void ParseScopeVariable(int index, bool isExtra)
    {
        string expected = ScopeVariables[index];
        Token word = ExpectWord($"`{expected}`", ScopeHelp);
        if (isExtra || Slice(word.Span).SequenceEqual(expected))
        {
            return;
        }

        string found = Quote(word.Span);
        Error(word.Span, $"expected the variable `{expected}`, found `{found}`", DidYouMean(found, [expected]) ?? ScopeHelp);
    }

    private void ReportScopeOperator(Token comparison, bool isAction, bool hasType)
    {
        switch (comparison.Kind)
        {
            case TokenKind.Assign:
                ReportAssign(comparison.Span);
                break;
            case TokenKind.Equal when hasType:
                Error(comparison.Span, "`is` cannot be used together with `==`", "try `… is … in …`");
                break;
            case not (TokenKind.Equal or TokenKind.In):
                Error(
                    comparison.Span,
                    $"`{Quote(comparison.Span)}` cannot stand in the scope",
                    isAction ? "the action's scope takes `==` and `in`; move the rest into a `when` clause" : "the scope takes `==`, `in`, `is` and `is … in`; move the rest into a `when` clause");
                break;
        }
    }

    private (IReadOnlyList<EntityUid> Entities, bool IsSet) ParseScopeEntities(TokenKind comparison, int index)
    {
        bool isAction = index == 1;
        int errors = _diagnostics.Errors;
        Expression expression = ParseExpression().Expression;
        if (_diagnostics.Errors > errors)
        {
            return ([], false);
        }

        if (_slots.Count > 0)
        {
            CheckSlot(expression, index);
            return ([], false);
        }

        bool takesSet = isAction && comparison == TokenKind.In;
        if (expression is SetExpression set && takesSet)
        {
            return ([.. set.Elements.Select(element => ToEntity(element, takesSet: false, isAction)).OfType<EntityUid>()], true);
        }

        return (ToEntity(expression, takesSet, isAction) is { } entity ? [entity] : [], false);
    }

    private EntityUid? ToEntity(Expression expression, bool takesSet, bool isAction)
    {
        if (expression is not LiteralExpression { Value: { Kind: ValueKind.Entity } value })
        {
            string expected = takesSet ? "an entity uid or a set of them" : "an entity uid";
            (string found, string? help) = Misplaced.InScope(expression, isAction);
            Error(expression.Span, $"expected {expected}, found {found}", help);
            return null;
        }

        EntityUid entity = value.AsEntity;
        if (isAction && !(entity.Type == "Action" || entity.Type.EndsWith("::Action", StringComparison.Ordinal)))
        {
            Error(expression.Span, $"expected an entity uid with type `Action`, found `{Excerpt.Of(entity.ToString())}`", "actions have the type `Action`, in any namespace");
        }

        return entity;
    }
}

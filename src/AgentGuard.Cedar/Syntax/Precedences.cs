namespace AgentGuard.Cedar.Syntax;

/// <summary>How tightly the operators with two operands hold.</summary>
internal static class Precedences
{
    /// <summary>The precedence of an operator; <see cref="Precedence.Expression"/> for every other token.</summary>
    internal static Precedence Of(TokenKind kind) => kind switch
    {
        TokenKind.Or => Precedence.Or,
        TokenKind.And => Precedence.And,
        TokenKind.In or TokenKind.Is or TokenKind.Has or TokenKind.Like => Precedence.Relation,
        >= TokenKind.Assign and <= TokenKind.GreaterOrEqual => Precedence.Relation,
        TokenKind.Plus or TokenKind.Minus => Precedence.Sum,
        TokenKind.Star or TokenKind.Slash or TokenKind.Percent => Precedence.Product,
        _ => Precedence.Expression,
    };
}

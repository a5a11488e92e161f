namespace AgentGuard.Cedar.Syntax;

/// <summary>How tightly an expression holds together, loosest first; it stands in parentheses where something tighter is needed.</summary>
internal enum Precedence
{
    Expression,
    Or,
    And,
    Relation,
    Sum,
    Product,
    Unary,
    Member,
}

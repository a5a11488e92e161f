using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Syntax;

/// <summary>What to say about an expression that stands where only an entity may.</summary>
internal static class Misplaced
{
    private const string MoveToCondition = "the scope compares with entities only; move the rest into a `when` clause";

    internal static (string Found, string? Help) InScope(Expression expression, bool isAction) => expression switch
    {
        LiteralExpression { Value.Kind: ValueKind.String } literal =>
            ($"the string `{Excerpt.Of(CedarPrinter.Print(literal))}`", "an entity has a type, `User::\"alice\"`"),
        LiteralExpression literal => ($"`{Excerpt.Of(CedarPrinter.Print(literal))}`", null),
        VariableExpression variable => ($"the variable `{CedarPrinter.Print(variable)}`", MoveToCondition),
        SetExpression when isAction => ("a set", "`in` takes a set of actions, `action in [Action::\"read\", …]`"),
        SetExpression => ("a set", "write one policy for each entity, or `in` a group that holds them"),
        RecordExpression => ("a record", null),
        AndExpression { Left: IsExpression } or IsExpression => ("an `is` expression", "where `is` and `in` stand together, `is` comes first: `… is … in …`"),
        OrExpression => ("a `||` expression", "the scope takes one entity a variable; write a second policy"),
        AndExpression => ("a `&&` expression", "move what stands behind `&&` into a `when` clause"),
        IfExpression => ("an `if` expression", MoveToCondition),
        GetAttributeExpression => ("an attribute", MoveToCondition),
        ExtensionCallExpression => ("a call", MoveToCondition),
        _ => ("an operator", MoveToCondition),
    };
}

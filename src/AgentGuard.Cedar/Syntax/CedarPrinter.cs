using System.Text;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Syntax;

/// <summary>Writes a syntax tree as Cedar text. Reading that text gives the same tree.</summary>
public static class CedarPrinter
{
    /// <summary>Writes policies, with an empty line between each two.</summary>
    /// <param name="policies">The policies.</param>
    /// <returns>The text, with a line feed at its end; empty for no policy.</returns>
    public static string Print(IEnumerable<Policy> policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        return string.Join('\n', policies.Select(policy => Print(policy) + '\n'));
    }

    /// <summary>Writes a policy: annotations, head and clauses on a line each. Its id is not part of it.</summary>
    /// <param name="policy">The policy.</param>
    /// <returns>The text, without a line feed at its end.</returns>
    public static string Print(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        StringBuilder text = new();
        foreach (Annotation annotation in policy.Annotations)
        {
            text.Append('@').Append(annotation.Name);
            if (annotation.Value.Length > 0)
            {
                text.Append("(\"").Append(UnicodeText.Escape(annotation.Value)).Append("\")");
            }

            text.Append('\n');
        }

        text.Append(policy.Effect == Effect.Permit ? "permit (" : "forbid (");
        AppendScope(text, "principal", policy.Principal);
        AppendScope(text.Append(", "), "action", policy.Action);
        AppendScope(text.Append(", "), "resource", policy.Resource);
        text.Append(')');
        foreach (Condition condition in policy.Conditions)
        {
            text.Append(condition.IsUnless ? "\nunless { " : "\nwhen { ");
            condition.Body.Accept(new ExpressionPrinter(text));
            text.Append(" }");
        }

        return text.Append(';').ToString();
    }

    /// <summary>Writes a template as a policy with slots. Its id is not part of it.</summary>
    /// <param name="template">The template.</param>
    /// <returns>The text, without a line feed at its end.</returns>
    public static string Print(PolicyTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return Print(template.Body);
    }

    /// <summary>Writes an expression on one line, with no more parentheses than it needs.</summary>
    /// <param name="expression">The expression.</param>
    /// <returns>The text.</returns>
    public static string Print(Expression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        StringBuilder text = new();
        expression.Accept(new ExpressionPrinter(text));
        return text.ToString();
    }

    private static void AppendScope(StringBuilder text, string variable, Scope scope)
    {
        text.Append(variable);
        if (scope.EntityType is { } type)
        {
            text.Append(" is ").Append(type);
        }

        switch (scope.Constraint)
        {
            case ScopeConstraint.Equal:
                text.Append(" == ").Append(scope.Entities[0]);
                break;
            case ScopeConstraint.In or ScopeConstraint.IsIn:
                text.Append(" in ").Append(scope.Entities[0]);
                break;
            case ScopeConstraint.InAny:
                text.Append(" in [").AppendJoin(", ", scope.Entities).Append(']');
                break;
            case ScopeConstraint.EqualSlot:
                text.Append(" == ?").Append(variable);
                break;
            case ScopeConstraint.InSlot or ScopeConstraint.IsInSlot:
                text.Append(" in ?").Append(variable);
                break;
        }
    }
}

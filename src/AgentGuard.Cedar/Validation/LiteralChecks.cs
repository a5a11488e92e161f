using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Validation;

/// <summary>Looks at the entities and entity types that a policy names: they do not depend on the request.</summary>
internal sealed class LiteralChecks(CedarSchema schema, Findings findings, StepBudget budget)
{
    public void Check(IEnumerable<Expression> expressions)
    {
        foreach (Expression expression in expressions)
        {
            switch (expression)
            {
                case LiteralExpression { Value: { Kind: ValueKind.Entity } value }:
                    CheckEntity(value.AsEntity, expression.Span);
                    break;
                case IsExpression test:
                    CheckType(test.EntityType, test.Span);
                    break;
            }
        }
    }

    private void CheckEntity(EntityUid uid, SourceSpan span)
    {
        if (SchemaWords.IsActionType(uid.Type))
        {
            if (!schema.TryGetAction(uid, out _))
            {
                findings.Error(span, $"the action `{Excerpt.Of(uid.ToString())}` is not declared", () => budget.Take(schema.Actions.Count) ? SchemaSuggestions.Action(schema, uid) : null);
            }

            return;
        }

        CheckType(uid.Type, span);
        if (schema.TryGetEntityType(uid.Type, out EntityTypeDefinition? type) && !type.Admits(uid.Id))
        {
            findings.Error(span, $"`{Excerpt.Of(uid.ToString())}` is none of the entities of the enumerated type `{Excerpt.Of(uid.Type)}`", () => budget.Take(type.Choices!.Count) ? SchemaSuggestions.Choice(type, uid.Id) : null);
        }
    }

    private void CheckType(string type, SourceSpan span)
    {
        if (!SchemaWords.IsActionType(type) && !schema.TryGetEntityType(type, out _))
        {
            findings.Error(span, $"the entity type `{Excerpt.Of(type)}` is not declared", () => budget.Take(schema.EntityTypes.Count) ? SchemaSuggestions.EntityType(schema, type) : null);
        }
    }
}

using System.Runtime.CompilerServices;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Validation;

/// <summary>
/// Counts through how many entities, one behind the other, expressions reach. Whoever loads the entities of a request that many
/// levels deep has all that the policy looks at; an entity that a policy names itself is none of those.
/// </summary>
internal sealed class LevelChecker(EntityUid action, int maxLevel, Findings findings)
{
    /// <summary>The attributes that are taken from a record literal, the first to be taken first.</summary>
    private sealed record Path(string Attribute, Path? Rest);

    public void Check(TypedNode node)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            findings.Error(node.Source.Span, "an expression nests too deep for the stack of this thread");
            return;
        }

        switch (node.Source)
        {
            case BinaryExpression { Operator: BinaryOperator.HasTag or BinaryOperator.GetTag or BinaryOperator.In } when node.Parts[0].Type is EntityReferenceType:
                CheckReach(node);
                Check(node.Parts[1]);
                break;
            case GetAttributeExpression or HasAttributeExpression when node.Parts[0].Type is EntityReferenceType:
                CheckReach(node);
                break;
            default:
                foreach (TypedNode part in node.Parts)
                {
                    Check(part);
                }

                break;
        }
    }

    private void CheckReach(TypedNode node)
    {
        int level = LevelOf(node.Parts[0], null) + 1;
        if (level > maxLevel)
        {
            findings.Error(
                node.Source.Span,
                $"`{findings.TextAt(node.Source.Span)}` reaches through {level} {(level == 1 ? "entity" : "entities")}, and {maxLevel} {(maxLevel == 1 ? "is" : "are")} allowed",
                "put what is asked for nearer, in an attribute of an entity that is reached before, or in the context");
        }
    }

    /// <summary>The level of the entity that an expression gives; what else is in it is checked.</summary>
    private int LevelOf(TypedNode node, Path? path)
    {
        switch (node.Source)
        {
            case VariableExpression:
                return 0;
            case LiteralExpression literal:
                if (!(literal.Value.Kind == ValueKind.Entity && literal.Value.AsEntity.Equals(action)))
                {
                    findings.Error(literal.Span, $"`{Excerpt.Of(literal.Value.AsEntity.ToString())}` is looked into, and is named by the policy itself", "where levels are limited, only what the request names is there to be looked into");
                }

                return 0;
            case IfExpression:
                Check(node.Parts[0]);
                return Math.Max(LevelOf(node.Parts[1], path), LevelOf(node.Parts[2], path));
            case GetAttributeExpression when node.Parts[0].Type is EntityReferenceType:
                return LevelOf(node.Parts[0], path) + 1;
            case GetAttributeExpression get:
                return LevelOf(node.Parts[0], new Path(get.Attribute, path));
            case BinaryExpression { Operator: BinaryOperator.GetTag }:
                Check(node.Parts[1]);
                return LevelOf(node.Parts[0], path) + 1;
            case RecordExpression record when path is not null:
                return LevelOfEntry(node, record, path);
            default:
                Check(node);
                return 0;
        }
    }

    private int LevelOfEntry(TypedNode node, RecordExpression record, Path path)
    {
        int level = 0;
        for (int i = 0; i < node.Parts.Count; i++)
        {
            if (record.Entries[i].Key == path.Attribute)
            {
                level = LevelOf(node.Parts[i], path.Rest);
            }
            else
            {
                Check(node.Parts[i]);
            }
        }

        return level;
    }
}

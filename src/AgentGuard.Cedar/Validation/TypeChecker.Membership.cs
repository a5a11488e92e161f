using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Validation;

/// <content><c>in</c>: the schema tells what actions are in, and what entities of one type can be in.</content>
internal sealed partial class TypeChecker
{
    private Typing CheckIn(BinaryExpression node)
    {
        Capabilities prior = _prior;
        Typing left = Expect(node.Left, prior, Expected.Entity, _ => "to ask whether something is in a set, use `.contains(…)`");
        Typing right = Expect(node.Right, prior, Expected.EntityOrEntities, type => type switch
        {
            SetType => "to ask whether something is in a set, use `.contains(…)`",
            PrimitiveType { Kind: ValueKind.String } => UseLike,
            _ => null,
        });
        if (left.IsFailed || right.IsFailed)
        {
            return Failure(node, PrimitiveType.Boolean, left, right);
        }

        if (EntityOf(node.Left) is { } uid && SchemaWords.IsActionType(uid.Type) && EntitiesOf(node.Right) is { } others)
        {
            return CheckActionIn(node, uid, others, left, right);
        }

        string type = ((EntityReferenceType)left.Type!).Name;
        EntityReferenceType ancestor = (EntityReferenceType)(right.Type is SetType set ? set.Element : right.Type!);
        return Success(node, Schema.MayBeIn(type, ancestor.Name) ? PrimitiveType.Boolean : PrimitiveType.False, left, right);
    }

    /// <summary>An action is in what the schema says, and in nothing that is no action.</summary>
    private Typing CheckActionIn(BinaryExpression node, EntityUid uid, List<EntityUid> others, Typing left, Typing right)
    {
        bool isIn = false;
        foreach (EntityUid other in others.Where(other => SchemaWords.IsActionType(other.Type)))
        {
            // Actions that are not declared have failed already.
            isIn |= other.Equals(uid) || (Schema.TryGetAction(uid, out ActionDefinition? action) && action.Ancestors.Contains(other));
        }

        return Success(node, PrimitiveType.Of(isIn), left, right);
    }

    private EntityUid? EntityOf(Expression expression) =>
        ConstantOf(expression) is { Kind: ValueKind.Entity } value ? value.AsEntity : null;

    /// <summary>The entities of a literal or of a set of literals; null for everything else.</summary>
    private List<EntityUid>? EntitiesOf(Expression expression)
    {
        if (expression is not SetExpression set)
        {
            return EntityOf(expression) is { } uid ? [uid] : null;
        }

        List<EntityUid> entities = [];
        foreach (Expression element in set.Elements)
        {
            if (EntityOf(element) is not { } entity)
            {
                return null;
            }

            entities.Add(entity);
        }

        return entities;
    }
}

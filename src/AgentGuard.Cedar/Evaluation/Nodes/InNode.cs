using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>left in right</c>: whether an entity is another, or below it, or that of some entity of a set.</summary>
internal sealed class InNode(Node left, Node right, SourceSpan span) : Predicate(span)
{
    public override Truth Test(EvaluationFrame frame)
    {
        if (!TryEvaluate(left, right, frame, out Value member, out Value group))
        {
            return Truth.Failed;
        }

        if (member.Kind != ValueKind.Entity)
        {
            return frame.FailTest(Faults.Type(Faults.Entity, member, left.Span, Advice(group.Kind)));
        }

        return group.Kind switch
        {
            ValueKind.Entity => Of(IsIn(member.AsEntity, group.AsEntity, frame)),
            ValueKind.Set => TestSet(member.AsEntity, group.AsSet, frame),
            _ => frame.FailTest(Faults.OneOf($"set, {Faults.Entity}", group, right.Span)),
        };
    }

    private static bool IsIn(EntityUid member, EntityUid group, EvaluationFrame frame) =>
        member.Equals(group) || (frame.TryGetEntity(member, out Entity? entity) && entity.IsDescendantOf(group));

    private static string? Advice(ValueKind group) => group switch
    {
        ValueKind.Set => "`in` is for checking the entity hierarchy; use `.contains()` to test set membership",
        ValueKind.Record => "`in` is for checking the entity hierarchy; use `has` to test if a record has a key",
        _ => null,
    };

    /// <summary>Every element must be an entity, also behind the one that decides.</summary>
    private Truth TestSet(EntityUid member, CedarSet groups, EvaluationFrame frame)
    {
        if (!frame.TryStep(groups.Count, Span))
        {
            return Truth.Failed;
        }

        frame.TryGetEntity(member, out Entity? entity);
        bool isIn = false;
        foreach (ref readonly Value group in groups.AsSpan())
        {
            if (group.Kind != ValueKind.Entity)
            {
                return frame.FailTest(Faults.Type(Faults.Entity, FirstMisfit(groups), right.Span));
            }

            isIn = isIn || member.Equals(group.AsEntity) || (entity is not null && entity.IsDescendantOf(group.AsEntity));
        }

        return Of(isIn);
    }

    /// <summary>The one that is reported must not depend on how the set was made.</summary>
    private static Value FirstMisfit(CedarSet groups)
    {
        foreach (ref readonly Value group in groups.Ordered())
        {
            if (group.Kind != ValueKind.Entity)
            {
                return group;
            }
        }

        return default;
    }
}

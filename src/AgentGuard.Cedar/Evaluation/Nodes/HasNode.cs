using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>target has attribute</c>; an entity that is not there has none.</summary>
internal sealed class HasNode(Node target, string attribute, SourceSpan span) : Predicate(span)
{
    public override Truth Test(EvaluationFrame frame)
    {
        Value owner = target.Evaluate(frame);
        return owner.Kind switch
        {
            ValueKind.Record => Of(owner.AsRecord.ContainsKey(attribute)),
            ValueKind.Entity => Of(frame.TryGetEntity(owner.AsEntity, out Entity? entity) && entity.Attributes.ContainsKey(attribute)),
            ValueKind.None => Truth.Failed,
            _ => frame.FailTest(Faults.OneOf($"record, {Faults.Entity}", owner, target.Span)),
        };
    }
}

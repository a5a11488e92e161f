using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>target.attribute</c>.</summary>
internal sealed class AttributeNode(Node target, string attribute, SourceSpan span) : Node(span)
{
    public override Value Evaluate(EvaluationFrame frame) => Get(target, attribute, Span, frame);

    public static Value Get(Node target, string attribute, SourceSpan span, EvaluationFrame frame)
    {
        Value owner = target.Evaluate(frame);
        switch (owner.Kind)
        {
            case ValueKind.Record:
                return owner.AsRecord.TryGetValue(attribute, out Value field)
                    ? field
                    : frame.Fail(Faults.NoAttribute(owner.AsRecord, attribute, span));

            case ValueKind.Entity:
                if (!frame.TryGetEntity(owner.AsEntity, out Entity? entity))
                {
                    return frame.Fail(Faults.NoEntity(owner.AsEntity, target.Span));
                }

                return entity.Attributes.TryGetValue(attribute, out Value value)
                    ? value
                    : frame.Fail(Faults.NoAttribute(entity, attribute, span));

            case ValueKind.None:
                return default;

            default:
                return frame.Fail(Faults.OneOf($"record, {Faults.Entity}", owner, target.Span));
        }
    }
}

using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>target.getTag(name)</c>.</summary>
internal sealed class GetTagNode(Node target, Node name, SourceSpan span) : Node(span)
{
    public override Value Evaluate(EvaluationFrame frame)
    {
        if (!HasTagNode.TryOperands(target, name, frame, out Value owner, out Value tag))
        {
            return default;
        }

        if (!frame.TryGetEntity(owner.AsEntity, out Entity? entity))
        {
            return frame.Fail(Faults.NoEntity(owner.AsEntity, target.Span));
        }

        return entity.Tags.TryGetValue(tag.AsString, out Value value)
            ? value
            : frame.Fail(Faults.NoTag(entity, tag.AsString, Span));
    }
}

using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>target.hasTag(name)</c>; an entity that is not there has none.</summary>
internal sealed class HasTagNode(Node target, Node name, SourceSpan span) : Predicate(span)
{
    public override Truth Test(EvaluationFrame frame) =>
        TryOperands(target, name, frame, out Value owner, out Value tag)
            ? Of(frame.TryGetEntity(owner.AsEntity, out Entity? entity) && entity.Tags.ContainsKey(tag.AsString))
            : Truth.Failed;

    internal static bool TryOperands(Node target, Node name, EvaluationFrame frame, out Value owner, out Value tag) =>
        TryEvaluate(target, name, frame, out owner, out tag)
        && Is(ValueKind.Entity, target, owner, frame)
        && Is(ValueKind.String, name, tag, frame);
}

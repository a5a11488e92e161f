using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>{a: 1, …}</c> with a value that is no constant. Names are in the order of their code points, in which Cedar evaluates them.</summary>
internal sealed class RecordNode(string[] names, Node[] values, SourceSpan span) : Node(span)
{
    public override Value Evaluate(EvaluationFrame frame)
    {
        Value[] fields = new Value[values.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = values[i].Evaluate(frame);
            if (fields[i].Kind == ValueKind.None)
            {
                return default;
            }

            if (fields[i].Depth >= Value.MaximumDepth)
            {
                return frame.Fail(Faults.TooDeep(Span));
            }
        }

        return CedarRecord.FromSorted(names, fields);
    }
}

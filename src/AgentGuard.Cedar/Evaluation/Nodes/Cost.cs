using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary>How many steps it takes to look at values as a whole; scalars are covered by the node itself.</summary>
internal static class Cost
{
    /// <summary>Values of different types, or texts of different lengths, differ at first sight.</summary>
    public static int OfComparing(Value left, Value right) =>
        left.Kind != right.Kind ? 0 : Math.Min(left.Size, right.Size);

    /// <summary>Every element that is looked for is hashed or compared.</summary>
    public static int OfSearching(CedarSet left, CedarSet right, bool all) => all ? right.Size : Math.Min(left.Size, right.Size);
}

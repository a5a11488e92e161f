namespace AgentGuard;

/// <summary>What the catalog knows about one field of a tool's output.</summary>
/// <param name="Trust">Whether it may be believed; null where the field is as the whole output is.</param>
/// <param name="Labels">Labels of its data, beside those of the whole output.</param>
public sealed record OutputField(OutputTrust? Trust, IReadOnlyList<string> Labels);

namespace AgentGuard;

/// <summary>What the catalog knows about one field of a tool's output.</summary>
/// <param name="Trust">Whether it may be believed; null where the field is as the whole output is.</param>
/// <param name="Labels">Labels of its data, beside those of the whole output.</param>
/// <param name="Role">What it holds, where that is one value and no text that somebody wrote: a party or a target may be taken from it, see <c>context.grounds</c>.</param>
public sealed record OutputField(OutputTrust? Trust, IReadOnlyList<string> Labels, ArgumentRole Role = ArgumentRole.None);

namespace AgentGuard;

/// <summary>What the catalog knows about one argument.</summary>
/// <param name="Kind">What the text is: its normal form is decided, approved and passed to the tool.</param>
/// <param name="Role">What it means for the call.</param>
/// <param name="IsSensitive">Whether it is kept out of logs, history and audit.</param>
public sealed record ArgumentEntry(ArgumentKind Kind = ArgumentKind.None, ArgumentRole Role = ArgumentRole.None, bool IsSensitive = false);

namespace AgentGuard.Cedar.Syntax;

/// <summary>A step of a <see cref="Layout"/>.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Text">What it writes; null for white space.</param>
internal readonly record struct LayoutOp(LayoutOpKind Kind, string? Text = null);

namespace AgentGuard;

/// <summary>One name of an object.</summary>
/// <param name="Shape">What it holds.</param>
/// <param name="IsRequired">Whether policies always see it: it is never absent and never null.</param>
/// <param name="IsWritten">Whether it always stands in the arguments, as null perhaps: then its origin is always known.</param>
internal sealed record ArgumentAttribute(ArgumentShape Shape, bool IsRequired, bool IsWritten);

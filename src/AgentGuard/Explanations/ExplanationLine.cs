namespace AgentGuard;

/// <summary>A line of an explanation, for those who show it with colours or links.</summary>
/// <param name="Text">The line, without its end.</param>
/// <param name="Policy">The policy that it is about; null for the decision's own lines.</param>
/// <param name="Part">The part of the policy that it tells of; null for other lines.</param>
public sealed record ExplanationLine(string Text, BundlePolicy? Policy = null, PolicyPart? Part = null);

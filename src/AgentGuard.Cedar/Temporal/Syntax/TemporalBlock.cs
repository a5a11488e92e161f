namespace AgentGuard.Cedar.Temporal.Syntax;

/// <summary>A temporal condition where it stands in a file.</summary>
/// <param name="Formula">What it says.</param>
/// <param name="Identity">SHA-256 of what it says, in hex; its attribute is named by the start of it.</param>
internal sealed record TemporalBlock(TemporalFormula Formula, string Identity)
{
    /// <summary>What is said of two conditions that would have one name.</summary>
    public const string Clash = "by chance another condition would have the same name: write this one a little differently";
}

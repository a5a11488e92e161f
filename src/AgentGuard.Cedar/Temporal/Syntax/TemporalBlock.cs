using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Temporal.Syntax;

/// <summary>A temporal condition where it stands in a file: <c>temporal { … }</c>.</summary>
/// <param name="Span">From the keyword to the closing brace.</param>
/// <param name="Formula">What it says.</param>
/// <param name="Identity">SHA-256 of what it says, macros included, in hex: a policy whose condition changes is another policy.</param>
internal sealed record TemporalBlock(SourceSpan Span, TemporalFormula Formula, string Identity)
{
    /// <summary>The attribute of the context under which policies read conditions, each by its name.</summary>
    public const string Attribute = "temporal";

    /// <summary>What is said of two conditions that would have one name.</summary>
    public const string Clash = "by chance another condition would have the same name: write this one a little differently";

    private const int NameLength = 16;

    /// <summary>The attribute that it is: the start of its identity.</summary>
    public string Name => $"t{Identity[..NameLength]}";
}

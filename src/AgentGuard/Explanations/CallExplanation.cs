namespace AgentGuard;

/// <summary>
/// Why one call is decided as it is: the decision, every policy that was considered with what its conditions came to, and the nearest permit.
/// For operators: it shows values and rights that no model is to read.
/// </summary>
public sealed class CallExplanation
{
    internal CallExplanation(Decision decision, IReadOnlyList<PolicyConsideration> considered, IReadOnlyList<ChangeSet> changes)
    {
        Decision = decision;
        Considered = considered;
        Changes = changes;
    }

    /// <summary>What would be decided now. It is in no log, and a yes that it asks for has been asked of nobody.</summary>
    public Decision Decision { get; }

    /// <summary>
    /// Every policy of the bundle, those being tried out and the bounds of hops included: principal by principal, resource by resource, in the order of the files.
    /// A policy for other tools stands here once. Empty where the call was refused before policies were asked; of many resources the first eight are told.
    /// </summary>
    public IReadOnlyList<PolicyConsideration> Considered { get; }

    /// <summary>What the smallest changes are with which the call would pass, each tried out on the policies; empty where none is near.</summary>
    public IReadOnlyList<PermitAlternative> NearestPermit => Decision.Content.NearestPermit;

    /// <summary>What was tried for each of <see cref="NearestPermit"/>.</summary>
    internal IReadOnlyList<ChangeSet> Changes { get; }

    /// <summary>The explanation in full: the operator's lines of <see cref="Decision.Explain"/>, then every policy.</summary>
    public IReadOnlyList<ExplanationLine> Lines => field ??= [.. ExplanationText.Of(this)];

    /// <summary>The explanation in full, <see cref="Lines"/> as one text.</summary>
    /// <returns>Some lines of text.</returns>
    public override string ToString() => string.Join('\n', Lines.Select(static line => line.Text));
}

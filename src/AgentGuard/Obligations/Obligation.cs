namespace AgentGuard;

/// <summary>
/// Something that must be done for a call to pass a conditional forbid. What cannot be discharged denies.
/// A handler of one's own derives from <see cref="ArgumentObligation"/>, <see cref="ResultObligation"/> or <see cref="PreconditionObligation"/>.
/// </summary>
public abstract class Obligation
{
    private protected Obligation(ObligationSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Source = source;
    }

    /// <summary>The policy and the annotation that it comes from.</summary>
    public ObligationSource Source { get; }

    /// <summary>What operators read, as <c>@approval("finance")</c>.</summary>
    /// <returns>The annotation as it stands in the policy.</returns>
    public override string ToString() => Source.Value.Length == 0 ? $"@{Source.Annotation}" : $"@{Source.Annotation}(\"{Source.Value}\")";
}

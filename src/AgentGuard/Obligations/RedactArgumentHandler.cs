namespace AgentGuard;

/// <summary>Makes obligations of <c>@redact_argument("/pointer")</c>.</summary>
internal sealed class RedactArgumentHandler : IObligationHandler
{
    /// <inheritdoc/>
    public string Annotation => "redact_argument";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Modifiers => [];

    /// <inheritdoc/>
    public Obligation Create(ObligationSource source) => new RedactArgumentObligation(source);
}

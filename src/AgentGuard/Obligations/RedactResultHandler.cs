namespace AgentGuard;

/// <summary>Makes obligations of <c>@redact_result("/pointer")</c>.</summary>
internal sealed class RedactResultHandler : IObligationHandler
{
    /// <inheritdoc/>
    public string Annotation => "redact_result";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Modifiers => [];

    /// <inheritdoc/>
    public Obligation Create(ObligationSource source) => new RedactResultObligation(source);
}

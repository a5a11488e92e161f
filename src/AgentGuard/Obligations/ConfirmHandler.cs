namespace AgentGuard;

/// <summary><c>@confirm @expires("5m")</c>: a yes of the root user.</summary>
internal sealed class ConfirmHandler : IObligationHandler
{
    public string Annotation => "confirm";

    public IReadOnlyCollection<string> Modifiers { get; } = [ApprovalLifetime.Annotation];

    public Obligation Create(ObligationSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Value.Length == 0
            ? new ApprovalObligation(source, group: null, quorum: 1, ApprovalLifetime.Read(source))
            : throw new AnnotationFormatException(Annotation, "`@confirm` takes no value", "it asks the root user; for a yes of someone else write `@approval(\"group\")`");
    }
}

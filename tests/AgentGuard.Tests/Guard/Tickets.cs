namespace AgentGuard.Tests.Guard;

/// <summary><c>@ticket("open")</c>: a precondition that the test discharges, or does not.</summary>
internal sealed class Tickets(Func<ToolCallRequest, CancellationToken, ValueTask<bool>> discharge) : IObligationHandler
{
    public Tickets(Func<CancellationToken, ValueTask<bool>> discharge)
        : this((_, cancellationToken) => discharge(cancellationToken))
    {
    }

    public string Annotation => "ticket";

    public IReadOnlyCollection<string> Modifiers => [];

    public Obligation Create(ObligationSource source) => new Ticket(source, discharge);

    private sealed class Ticket(ObligationSource source, Func<ToolCallRequest, CancellationToken, ValueTask<bool>> discharge) : PreconditionObligation(source)
    {
        public override ValueTask<bool> DischargeAsync(ToolCallRequest request, CancellationToken cancellationToken) => discharge(request, cancellationToken);
    }
}

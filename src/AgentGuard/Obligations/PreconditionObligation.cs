namespace AgentGuard;

/// <summary>Something that must be true, or be made true, right before the tool runs: a ticket that is open, a lock that is taken.</summary>
public abstract class PreconditionObligation : Obligation
{
    /// <summary>For handlers.</summary>
    /// <param name="source">The annotation that it is made from.</param>
    protected PreconditionObligation(ObligationSource source)
        : base(source)
    {
    }

    /// <summary>Discharges the obligation for one call. A fault or a time-out denies the call.</summary>
    /// <param name="request">The call, with the arguments on which the tool would run.</param>
    /// <param name="cancellationToken">Cancelled with the call, and at <see cref="AgentGuardOptions.InformationTimeout"/>.</param>
    /// <returns>True if it is discharged; false denies the call.</returns>
    public abstract ValueTask<bool> DischargeAsync(ToolCallRequest request, CancellationToken cancellationToken);
}

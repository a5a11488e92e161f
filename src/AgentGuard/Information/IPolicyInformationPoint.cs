namespace AgentGuard;

/// <summary>
/// A source of trusted facts that policies need and the host does not hold: a directory, a ticket system, a risk engine.
/// It is asked afresh for every call, again where obligations change the arguments, and about who answers a held call. One that fails or is late denies the call; it never becomes an absent attribute.
/// </summary>
public interface IPolicyInformationPoint
{
    /// <summary>What decisions, logs and errors call it.</summary>
    string Name { get; }

    /// <summary>Finds the facts for one call.</summary>
    /// <param name="query">Who asks for what.</param>
    /// <param name="cancellationToken">Cancelled with the call, and at <see cref="AgentGuardOptions.InformationTimeout"/>.</param>
    /// <returns>The facts; <see cref="PolicyInformation.None"/> where it has none to give.</returns>
    ValueTask<PolicyInformation> FindAsync(InformationQuery query, CancellationToken cancellationToken);
}

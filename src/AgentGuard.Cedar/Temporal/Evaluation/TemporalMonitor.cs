namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>Keeps a part of a condition up to date, event by event, so that asking for it costs the same however much has happened.</summary>
internal abstract class TemporalMonitor
{
    /// <summary>The events that tell it something; a monitor of all events has none.</summary>
    public abstract IEnumerable<TemporalFormula.Predicate> Events { get; }

    /// <summary>Whether it must hear of every event.</summary>
    public virtual bool HearsAll => false;

    /// <summary>Hears of an event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="index">How many came before it.</param>
    public abstract void Observe(TemporalEvent happened, long index);

    /// <summary>Whether its part of the condition holds, now that a request has come.</summary>
    /// <param name="request">The values of the request.</param>
    /// <param name="current">The request as an event, which it has not heard of yet.</param>
    public abstract bool Holds(TemporalRequest request, TemporalEvent current);
}

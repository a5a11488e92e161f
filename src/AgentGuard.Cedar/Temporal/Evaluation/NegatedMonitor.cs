namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>What does not hold.</summary>
internal sealed class NegatedMonitor(TemporalMonitor operand) : TemporalMonitor
{
    public override IEnumerable<TemporalFormula.Predicate> Events => operand.Events;

    public override bool HearsAll => operand.HearsAll;

    public override void Observe(TemporalEvent happened, long index) => operand.Observe(happened, index);

    public override bool Holds(TemporalRequest request, TemporalEvent current) => !operand.Holds(request, current);
}

namespace AgentGuard.Cedar.Temporal;

/// <summary>How far conditions look back: windows within windows add up.</summary>
internal static class TemporalWindows
{
    public static long Of(TemporalFormula formula) => formula switch
    {
        TemporalFormula.Conjunction conjunction => conjunction.Parts.Select(Of).DefaultIfEmpty().Max(),
        TemporalFormula.Negation negation => Of(negation.Operand),
        TemporalFormula.Formerly formerly => formerly.Seconds + Of(formerly.Body),
        TemporalFormula.Previous previous => previous.Seconds + Of(previous.Body),
        TemporalFormula.Since since => since.Seconds + Math.Max(Of(since.Left), Of(since.Right)),
        TemporalFormula.Exists exists => Of(exists.Body),
        TemporalFormula.Comparison comparison => Math.Max(Of(comparison.Left), Of(comparison.Right)),
        _ => 0,
    };

    private static long Of(TemporalTerm term) => term is TemporalTerm.Aggregate aggregate ? Of(aggregate.Where) : 0;
}

namespace AgentGuard.Cedar.Temporal;

/// <summary>The values of the request that a condition reads.</summary>
internal static class TemporalPaths
{
    public static IEnumerable<string> Of(TemporalFormula formula) => formula switch
    {
        TemporalFormula.Predicate predicate => predicate.Fields.SelectMany(static field => Of(field.Value)),
        TemporalFormula.Conjunction conjunction => conjunction.Parts.SelectMany(Of),
        TemporalFormula.Negation negation => Of(negation.Operand),
        TemporalFormula.Formerly formerly => Of(formerly.Body),
        TemporalFormula.Previous previous => Of(previous.Body),
        TemporalFormula.Since since => Of(since.Left).Concat(Of(since.Right)),
        TemporalFormula.Exists exists => Of(exists.Body),
        TemporalFormula.Comparison comparison => Of(comparison.Left).Concat(Of(comparison.Right)),
        _ => [],
    };

    private static IEnumerable<string> Of(TemporalTerm term) => term switch
    {
        TemporalTerm.OfRequest request => [request.Path],
        TemporalTerm.Aggregate aggregate => Of(aggregate.Where),
        _ => [],
    };
}

namespace AgentGuard.Cedar.Temporal;

/// <summary>Goes through a condition and changes its events and its values.</summary>
/// <param name="predicate">What becomes of an event, its values being changed already.</param>
/// <param name="literal">What becomes of a value that stands there.</param>
internal sealed class TemporalRewriter(Func<TemporalFormula.Predicate, TemporalFormula.Predicate> predicate, Func<TemporalValue, TemporalValue> literal)
{
    public TemporalFormula Rewrite(TemporalFormula formula) => formula switch
    {
        TemporalFormula.Predicate one => predicate(one with { Fields = [.. one.Fields.Select(field => (field.Path, Rewrite(field.Value)))] }),
        TemporalFormula.Conjunction conjunction => conjunction with { Parts = [.. conjunction.Parts.Select(Rewrite)] },
        TemporalFormula.Negation negation => negation with { Operand = Rewrite(negation.Operand) },
        TemporalFormula.Formerly formerly => formerly with { Body = Rewrite(formerly.Body) },
        TemporalFormula.Previous previous => previous with { Body = Rewrite(previous.Body) },
        TemporalFormula.Since since => since with { Left = Rewrite(since.Left), Right = Rewrite(since.Right) },
        TemporalFormula.Exists exists => exists with { Body = Rewrite(exists.Body) },
        TemporalFormula.Comparison comparison => comparison with { Left = Rewrite(comparison.Left), Right = Rewrite(comparison.Right) },
        _ => formula,
    };

    private TemporalTerm Rewrite(TemporalTerm term) => term switch
    {
        TemporalTerm.Literal value => new TemporalTerm.Literal(literal(value.Value)),
        TemporalTerm.Aggregate aggregate => aggregate with { Where = Rewrite(aggregate.Where) },
        _ => term,
    };
}

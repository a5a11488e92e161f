namespace AgentGuard.Cedar.Temporal;

/// <summary>Goes through a condition and changes its events, its values and its windows; what is not set stays as it is.</summary>
internal sealed class TemporalRewriter
{
    /// <summary>What becomes of an event, its values being changed already.</summary>
    public Func<TemporalFormula.Predicate, TemporalFormula.Predicate> Event { get; init; } = static predicate => predicate;

    /// <summary>What becomes of a value that stands there.</summary>
    public Func<TemporalValue, TemporalValue> Literal { get; init; } = static value => value;

    /// <summary>What becomes of a window.</summary>
    public Func<long, long> Window { get; init; } = static seconds => seconds;

    public TemporalFormula Rewrite(TemporalFormula formula) => formula switch
    {
        TemporalFormula.Predicate one => Event(one with { Fields = [.. one.Fields.Select(field => (field.Path, Rewrite(field.Value)))] }),
        TemporalFormula.Conjunction conjunction => conjunction with { Parts = [.. conjunction.Parts.Select(Rewrite)] },
        TemporalFormula.Negation negation => negation with { Operand = Rewrite(negation.Operand) },
        TemporalFormula.Formerly formerly => formerly with { Seconds = Window(formerly.Seconds), Body = Rewrite(formerly.Body) },
        TemporalFormula.Previous previous => previous with { Seconds = Window(previous.Seconds), Body = Rewrite(previous.Body) },
        TemporalFormula.Since since => since with { Seconds = Window(since.Seconds), Left = Rewrite(since.Left), Right = Rewrite(since.Right) },
        TemporalFormula.Exists exists => exists with { Body = Rewrite(exists.Body) },
        TemporalFormula.Comparison comparison => comparison with { Left = Rewrite(comparison.Left), Right = Rewrite(comparison.Right) },
        _ => formula,
    };

    private TemporalTerm Rewrite(TemporalTerm term) => term switch
    {
        TemporalTerm.Literal value => new TemporalTerm.Literal(Literal(value.Value)),
        TemporalTerm.Aggregate aggregate => aggregate with { Where = Rewrite(aggregate.Where) },
        _ => term,
    };
}

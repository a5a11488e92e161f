namespace AgentGuard.Cedar.Temporal;

/// <summary>Windows in another unit than seconds.</summary>
internal static class TemporalUnits
{
    private const long PerSecond = 1000;

    /// <summary>The condition over times in milliseconds.</summary>
    public static TemporalFormula ToMilliseconds(TemporalFormula formula) => formula switch
    {
        TemporalFormula.Conjunction conjunction => conjunction with { Parts = [.. conjunction.Parts.Select(ToMilliseconds)] },
        TemporalFormula.Negation negation => negation with { Operand = ToMilliseconds(negation.Operand) },
        TemporalFormula.Formerly formerly => formerly with { Seconds = formerly.Seconds * PerSecond, Body = ToMilliseconds(formerly.Body) },
        TemporalFormula.Previous previous => previous with { Seconds = previous.Seconds * PerSecond, Body = ToMilliseconds(previous.Body) },
        TemporalFormula.Since since => since with { Seconds = since.Seconds * PerSecond, Left = ToMilliseconds(since.Left), Right = ToMilliseconds(since.Right) },
        TemporalFormula.Exists exists => exists with { Body = ToMilliseconds(exists.Body) },
        TemporalFormula.Comparison comparison => comparison with { Left = ToMilliseconds(comparison.Left), Right = ToMilliseconds(comparison.Right) },
        _ => formula,
    };

    private static TemporalTerm ToMilliseconds(TemporalTerm term) =>
        term is TemporalTerm.Aggregate aggregate ? aggregate with { Where = ToMilliseconds(aggregate.Where) } : term;
}

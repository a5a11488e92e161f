namespace AgentGuard.Cedar.Temporal;

/// <summary>What a condition is made of.</summary>
internal static class TemporalParts
{
    /// <summary>A condition and all that is in it, the bodies of its counts and sums included.</summary>
    public static IEnumerable<TemporalFormula> Formulas(TemporalFormula formula) => Inner(formula).SelectMany(Formulas).Prepend(formula);

    /// <summary>The events that a condition is about.</summary>
    public static IEnumerable<TemporalFormula.Predicate> Events(TemporalFormula formula) => Formulas(formula).OfType<TemporalFormula.Predicate>();

    /// <summary>All values in a condition, each with the formula in which it stands.</summary>
    public static IEnumerable<(TemporalTerm Term, TemporalFormula Holder)> Terms(TemporalFormula formula) =>
        Formulas(formula).SelectMany(static part => Own(part).Select(term => (term, part)));

    /// <summary>The names that a condition binds, with their types.</summary>
    public static IEnumerable<TemporalBinder> Binders(TemporalFormula formula) =>
        Formulas(formula).OfType<TemporalFormula.Exists>().Select(static exists => exists.Binder)
            .Concat(Terms(formula).Select(static part => part.Term).OfType<TemporalTerm.Aggregate>().SelectMany(static aggregate => aggregate.Binders));

    private static IEnumerable<TemporalTerm> Own(TemporalFormula formula) => formula switch
    {
        TemporalFormula.Predicate predicate => predicate.Fields.Select(static field => field.Value),
        TemporalFormula.Comparison comparison => [comparison.Left, comparison.Right],
        _ => [],
    };

    /// <summary>What stands directly in a formula.</summary>
    public static IEnumerable<TemporalFormula> Inner(TemporalFormula formula) => formula switch
    {
        TemporalFormula.Conjunction conjunction => conjunction.Parts,
        TemporalFormula.Negation negation => [negation.Operand],
        TemporalFormula.Formerly formerly => [formerly.Body],
        TemporalFormula.Previous previous => [previous.Body],
        TemporalFormula.Since since => [since.Left, since.Right],
        TemporalFormula.Exists exists => [exists.Body],
        _ => Own(formula).OfType<TemporalTerm.Aggregate>().Select(static aggregate => aggregate.Where),
    };
}

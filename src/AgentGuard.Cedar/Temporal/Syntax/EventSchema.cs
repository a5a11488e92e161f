using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Temporal.Syntax;

/// <summary>Which kinds of events there are, and what of theirs must agree with the request: <c>.dwschema</c>.</summary>
/// <param name="Kinds">The kinds by their names.</param>
internal sealed record EventSchema(IReadOnlyDictionary<string, EventKind> Kinds)
{
    /// <summary>
    /// The fields by which history falls apart into parts of its own: pinned alike in every kind, each to itself in the request. Empty where there are none,
    /// and then pins are fields of every event like any other.
    /// </summary>
    public IReadOnlyList<string> Partition
    {
        get
        {
            string[][] pins = [.. Kinds.Values.Select(static kind => kind.Pins.Where(IsSymmetric).Select(static pin => pin.Field).Order(StringComparer.Ordinal).ToArray())];
            return pins.Length > 0 && pins.All(pin => pin.SequenceEqual(pins[0])) ? pins[0] : [];
        }
    }

    /// <summary>Reads a schema.</summary>
    /// <param name="source">The text.</param>
    /// <param name="diagnostics">Hears what is wrong.</param>
    public static EventSchema Read(SourceText source, DiagnosticBag diagnostics)
    {
        EventSchemaReader reader = new(TemporalLexer.Read(source.Text, 0, source.Text.Length, diagnostics));
        try
        {
            return new EventSchema(reader.Read());
        }
        catch (TemporalSyntaxException e)
        {
            diagnostics.Error(e.Span, e.Message, e.Help);
            return new EventSchema(new Dictionary<string, EventKind>());
        }
    }

    /// <summary>A condition whose events have the fields that are pinned and no part of the partition.</summary>
    public TemporalFormula Pin(TemporalFormula formula)
    {
        IReadOnlyList<string> partition = Partition;
        return Pin(formula, partition);
    }

    private TemporalFormula Pin(TemporalFormula formula, IReadOnlyList<string> partition) => formula switch
    {
        TemporalFormula.Predicate predicate when Kinds.TryGetValue(predicate.Kind, out EventKind? kind) => predicate with
        {
            Fields = [.. predicate.Fields, .. kind.Pins.Where(pin => !partition.Contains(pin.Field)).Select(static pin => (pin.Field, (TemporalTerm)new TemporalTerm.OfRequest(pin.Reference)))],
        },
        TemporalFormula.Conjunction conjunction => conjunction with { Parts = [.. conjunction.Parts.Select(part => Pin(part, partition))] },
        TemporalFormula.Negation negation => negation with { Operand = Pin(negation.Operand, partition) },
        TemporalFormula.Formerly formerly => formerly with { Body = Pin(formerly.Body, partition) },
        TemporalFormula.Previous previous => previous with { Body = Pin(previous.Body, partition) },
        TemporalFormula.Since since => since with { Left = Pin(since.Left, partition), Right = Pin(since.Right, partition) },
        TemporalFormula.Exists exists => exists with { Body = Pin(exists.Body, partition) },
        TemporalFormula.Comparison comparison => comparison with { Left = Pin(comparison.Left, partition), Right = Pin(comparison.Right, partition) },
        _ => formula,
    };

    private TemporalTerm Pin(TemporalTerm term, IReadOnlyList<string> partition) =>
        term is TemporalTerm.Aggregate aggregate ? aggregate with { Where = Pin(aggregate.Where, partition) } : term;

    private static bool IsSymmetric(EventPin pin) => pin.Reference == $"context.{pin.Field}" || (pin.Field, pin.Reference) is ("callerPrincipal", "principal") or ("callerResource", "resource");
}

using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Temporal.Syntax;

namespace AgentGuard.Cedar.Temporal.Declarations;

/// <summary>Which kinds of events there are, and what of theirs must agree with the request: <c>.dwschema</c>.</summary>
/// <param name="Kinds">The kinds by their names.</param>
/// <param name="MaxWindow">How many seconds one window may have; null for no limit.</param>
internal sealed record EventSchema(IReadOnlyDictionary<string, EventKind> Kinds, long? MaxWindow)
{
    /// <summary>
    /// The fields by which history falls apart into parts of its own: pinned in every kind, each to itself in the request. Other pins are fields of the events
    /// of their kind.
    /// </summary>
    public IReadOnlyList<string> Partition { get; } = PartitionOf([.. Kinds.Values]);

    /// <summary>Reads a schema.</summary>
    /// <param name="source">The text.</param>
    /// <param name="diagnostics">Hears what is wrong.</param>
    public static EventSchema Read(SourceText source, DiagnosticBag diagnostics)
    {
        EventSchemaReader reader = new(TemporalLexer.Read(source.Text, 0, source.Text.Length, diagnostics));
        try
        {
            return reader.Read();
        }
        catch (TemporalSyntaxException e)
        {
            diagnostics.Error(e.Span, e.Message, e.Help);
            return new EventSchema(new Dictionary<string, EventKind>(), MaxWindow: null);
        }
    }

    /// <summary>A condition whose events have the fields that are pinned and no part of the partition.</summary>
    public TemporalFormula Pin(TemporalFormula formula) => new TemporalRewriter
    {
        Event = predicate => !Kinds.TryGetValue(predicate.Kind, out EventKind? kind) ? predicate : predicate with
        {
            Fields = [.. predicate.Fields, .. kind.Pins.Where(pin => !Partition.Contains(pin.Field)).Select(static pin => (pin.Field, (TemporalTerm)new TemporalTerm.OfRequest(pin.Reference)))],
        },
    }.Rewrite(formula);

    private static string[] PartitionOf(IReadOnlyList<EventKind> kinds) => kinds.Count == 0 ? [] :
    [
        .. kinds.Select(static kind => kind.Pins.Where(static pin => pin.IsSymmetric).Select(static pin => pin.Field))
            .Aggregate(static (common, pins) => common.Intersect(pins)).Order(StringComparer.Ordinal),
    ];
}

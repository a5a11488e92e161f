using AgentGuard.Cedar.Temporal;
using AgentGuard.Cedar.Temporal.Syntax;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Tests.Temporal;

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
        return new TemporalRewriter
        {
            Event = predicate => !Kinds.TryGetValue(predicate.Kind, out EventKind? kind) ? predicate : predicate with
            {
                Fields = [.. predicate.Fields, .. kind.Pins.Where(pin => !partition.Contains(pin.Field)).Select(static pin => (pin.Field, (TemporalTerm)new TemporalTerm.OfRequest(pin.Reference)))],
            },
        }.Rewrite(formula);
    }

    private static bool IsSymmetric(EventPin pin) => pin.Reference == $"context.{pin.Field}" || (pin.Field, pin.Reference) is ("callerPrincipal", "principal") or ("callerResource", "resource");
}

using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Temporal;
using AgentGuard.Cedar.Temporal.Declarations;

namespace AgentGuard;

/// <summary>
/// What a bundle says of the events that its temporal conditions ask for, in <c>events.dwschema</c>: which kinds and fields there are, and by which fields the
/// history falls apart. Without the file there is all that the guard writes, and each session is a history of its own.
/// </summary>
internal sealed class EventDeclarations
{
    /// <summary>What of a request can be compared with, for messages.</summary>
    public const string KnownPaths = $"known are `context.input.…`, `context.{SessionField}`, `principal`, the root of the chain, and `resource`";

    private const string SessionField = "sessionId";
    private const string PrincipalField = "callerPrincipal";

    private static readonly string[] s_callerFields = [PrincipalField, "callerResource", "requestId", SessionField];
    private static readonly string s_knownFields = $"known are `input.…`, of a `response` and an `error` `output.…`, {Quoted.List(s_callerFields)} and {Quoted.List(EventValues.Plain)}";

    private readonly EventSchema? _schema;

    private EventDeclarations(EventSchema? schema, string hash)
    {
        _schema = schema;
        Hash = hash;
        Key = schema is null || schema.Partition.Contains(SessionField) ? FactKeys.Session
            : schema.Partition.Contains(PrincipalField) ? FactKeys.Principal
            : FactKeys.Tenant;
    }

    /// <summary>All that the guard writes.</summary>
    public static EventDeclarations None { get; } = new(schema: null, "");

    /// <summary>Whose events are one history: a session's, a root's, or a tenant's.</summary>
    public string Key { get; }

    /// <summary>What tells them from others; empty without a file.</summary>
    public string Hash { get; }

    public static EventDeclarations Read(BundleFile? file, BundleDiagnostics diagnostics)
    {
        if (file?.Decode(diagnostics) is not { } source)
        {
            return None;
        }

        DiagnosticBag found = new(source);
        EventSchema schema = EventSchema.Read(source, found);
        foreach (EventKind kind in schema.Kinds.Values)
        {
            Check(kind, found);
        }

        foreach (EventPin pin in schema.Kinds.Values.Take(1).SelectMany(static kind => kind.Pins).Where(pin => schema.Partition.Contains(pin.Field) && pin.Field is not (SessionField or PrincipalField)))
        {
            found.Error(pin.Span, $"no history is kept by `{pin.Field}` alone", $"pin `{SessionField}` or `{PrincipalField}` in every kind, and name `{pin.Field}` in conditions");
        }

        foreach (Diagnostic diagnostic in found)
        {
            diagnostics.Add(diagnostic);
        }

        return new EventDeclarations(schema, file.Hash);
    }

    /// <summary>A condition with what is pinned.</summary>
    public TemporalFormula Pin(TemporalFormula formula) => _schema?.Pin(formula) ?? formula;

    /// <summary>Says what is wrong with an event of a tool's in a condition.</summary>
    public void Check(TemporalFormula.Predicate predicate, Action<string, string?> error)
    {
        string[] kinds = [.. _schema?.Kinds.Keys ?? HistoryEventKinds.Own];
        if (!kinds.Contains(predicate.Kind))
        {
            error($"{Quoted.Text(predicate.Kind)} is no kind of event", $"{(_schema is null ? "the guard writes" : $"`{BundleFile.Events}` declares")} {Quoted.List(kinds.Order(StringComparer.Ordinal))}");
        }

        foreach (string field in predicate.Fields.Select(static field => field.Path))
        {
            if (!IsField(field, predicate.Kind))
            {
                error($"a `{predicate.Kind}` event has no field {Quoted.Text(field)}", s_knownFields);
            }
            else if (_schema?.Kinds.GetValueOrDefault(predicate.Kind)?.Has(field) is false)
            {
                error($"a `{predicate.Kind}` event has no field {Quoted.Text(field)}", $"`{BundleFile.Events}` declares none of this name");
            }
        }
    }

    /// <summary>Says which windows are too long.</summary>
    public void CheckWindows(TemporalFormula formula, Action<SourceSpan, string, string?> error)
    {
        foreach (TemporalFormula part in TemporalParts.Formulas(formula).Where(part => TemporalWindows.Own(part) > _schema?.MaxWindow))
        {
            error(part.Span, $"a window of {TemporalWindows.Own(part)} seconds is longer than `max_window`, {_schema!.MaxWindow} seconds", $"make it shorter, or change `{BundleFile.Events}`");
        }
    }

    private static void Check(EventKind kind, DiagnosticBag diagnostics)
    {
        if (!HistoryEventKinds.Own.Contains(kind.Name))
        {
            diagnostics.Error(kind.Span, $"{Quoted.Text(kind.Name)} is no kind of event", $"the guard writes {Quoted.List(HistoryEventKinds.Own.Order(StringComparer.Ordinal))}; events of the host's need no declaration");
        }
        else if (kind.IsDecision != (kind.Name == HistoryEventKinds.Request))
        {
            diagnostics.Error(kind.Span, $"only `{HistoryEventKinds.Request}` asks for a decision", $"write `decision event<A>::{HistoryEventKinds.Request}`, and `event` for all others");
        }

        foreach ((string field, SourceSpan span) in kind.Fields.Where(field => !IsField(field.Key, kind.Name) && !IsSpread(field.Key, kind.Name)))
        {
            diagnostics.Error(span, $"a `{kind.Name}` event has no field {Quoted.Text(field)}", s_knownFields);
        }

        foreach (EventPin pin in kind.Pins.Where(static pin => !IsRequestPath(pin.Reference)))
        {
            diagnostics.Error(pin.Span, $"nothing can be pinned to {Quoted.Text(pin.Reference)}", KnownPaths);
        }
    }

    /// <summary>Whether a value of the request can be compared with.</summary>
    public static bool IsRequestPath(string path) => path is "principal" or "resource" or $"context.{SessionField}" || path.StartsWith("context.input.", StringComparison.Ordinal);

    private static bool IsField(string field, string kind) =>
        s_callerFields.Contains(field) || EventValues.Plain.Contains(field) || EventValues.IsInput(field) || (EventValues.IsOutput(field) && HistoryEventKinds.IsOutcome(kind));

    private static bool IsSpread(string field, string kind) => field == EventSchemaReader.Input || (field == EventSchemaReader.Output && HistoryEventKinds.IsOutcome(kind));
}

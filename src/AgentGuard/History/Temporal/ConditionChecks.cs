using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Temporal;

namespace AgentGuard;

/// <summary>Holds temporal conditions to the catalog: its tools, the kinds of events and the fields that there are.</summary>
internal static class ConditionChecks
{
    private static readonly string[] s_callerFields = ["callerPrincipal", "callerResource", "requestId", "sessionId"];

    /// <summary>Says what is wrong with conditions.</summary>
    public static void Check(IEnumerable<TemporalCondition> conditions, ToolCatalog catalog, TimeSpan? retention, BundleDiagnostics diagnostics)
    {
        HashSet<string> tools = [.. catalog.Tools.Select(static tool => tool.Id.ToString())];
        foreach (TemporalCondition condition in conditions)
        {
            foreach (TemporalFormula.Predicate predicate in condition.Events)
            {
                Check(predicate, tools, (message, help) => diagnostics.Error(condition.Source, predicate.Span, message, help));
            }

            foreach (string path in condition.RequestPaths.Where(static path => path is not ("principal" or "resource") && !path.StartsWith("context.input.", StringComparison.Ordinal)))
            {
                diagnostics.Error(condition.Source, condition.Formula.Span, $"a temporal condition cannot read {Quoted.Text(path)}", "known are `context.input.…`, `principal`, the root of the chain, and `resource`");
            }

            foreach ((_, TemporalFormula holder) in TemporalParts.Terms(condition.Formula).Where(static part => part.Term is TemporalTerm.Literal { Value.Cedar: null }))
            {
                diagnostics.Error(condition.Source, holder.Span, "no event has a value like this one", "fields of events are whole numbers, text, `true`, `false` and entities: decimals and lists are not compared");
            }

            if (condition.Window > retention)
            {
                diagnostics.Error(condition.Source, condition.Formula.Span, $"the condition looks back {condition.Window.TotalHours:0.#} hours, and the history is kept for {retention.Value.TotalHours:0.#}", "make its windows shorter, those within each other added up, or let the store keep more");
            }
        }
    }

    private static void CheckHost(TemporalFormula.Predicate predicate, Action<string, string?> error)
    {
        string kind = predicate.Action.Id;
        if (predicate.Kind != TemporalEvents.Happened || HistoryEventKinds.Own.Contains(kind) || !EventValues.IsName(kind))
        {
            error($"{Quoted.Text($"{predicate.Action}::{predicate.Kind}")} is no event of the host's", "such an event is `Host::\"login\"::happened{ … }`, with a name of letters, digits and underscores");
        }

        foreach (string field in predicate.Fields.Select(static field => field.Path).Where(static field => !EventValues.IsName(field)))
        {
            error($"{Quoted.Text(field)} is no field of a host's event", "its fields are names of letters, digits and underscores");
        }
    }

    private static void Check(TemporalFormula.Predicate predicate, HashSet<string> tools, Action<string, string?> error)
    {
        if (predicate.Action.Type == TemporalEvents.HostType)
        {
            CheckHost(predicate, error);
            return;
        }

        if (!ActionEntities.IsActionType(predicate.Action.Type) || !tools.Contains(predicate.Action.Id))
        {
            error($"the catalog has no tool {Quoted.Text(predicate.Action.Id)}", Suggestion.Closest(predicate.Action.Id, tools.Order(StringComparer.Ordinal)) is { } meant ? $"did you mean `{meant}`?" : "an event is `Action::\"toolset.name\"::kind{ … }`");
        }

        if (!HistoryEventKinds.Own.Contains(predicate.Kind))
        {
            error($"{Quoted.Text(predicate.Kind)} is no kind of event", $"the guard writes {Quoted.List(HistoryEventKinds.Own.Order(StringComparer.Ordinal))}");
        }

        foreach (string field in predicate.Fields.Select(static field => field.Path))
        {
            bool isKnown = s_callerFields.Contains(field) || EventValues.Plain.Contains(field) || EventValues.IsInput(field)
                || (EventValues.IsOutput(field) && HistoryEventKinds.IsOutcome(predicate.Kind));
            if (!isKnown)
            {
                error($"a `{predicate.Kind}` event has no field {Quoted.Text(field)}", $"known are `input.…`, of a `response` and an `error` `output.…`, {Quoted.List(s_callerFields)} and {Quoted.List(EventValues.Plain)}");
            }
        }
    }
}

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

            if (condition.Window > retention)
            {
                diagnostics.Error(condition.Source, condition.Formula.Span, $"the condition looks back {condition.Window.TotalHours:0.#} hours, and the history is kept for {retention.Value.TotalHours:0.#}", "make its windows shorter, those within each other added up, or let the store keep more");
            }
        }
    }

    private static void Check(TemporalFormula.Predicate predicate, HashSet<string> tools, Action<string, string?> error)
    {
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

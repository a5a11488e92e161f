using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Temporal;

namespace AgentGuard;

/// <summary>Holds temporal conditions to the catalog and to what is declared of events: tools, kinds, fields and windows.</summary>
/// <param name="catalog">The tools.</param>
/// <param name="events">What is declared of their events.</param>
/// <param name="retention">How long the history is kept; null for ever.</param>
/// <param name="diagnostics">Hears what is wrong.</param>
internal sealed class ConditionChecks(ToolCatalog catalog, EventDeclarations events, TimeSpan? retention, BundleDiagnostics diagnostics)
{
    private readonly HashSet<string> _tools = [.. catalog.Tools.Select(static tool => tool.Id.ToString())];

    public void Check(TemporalCondition condition)
    {
        foreach (TemporalFormula.Predicate predicate in condition.Events)
        {
            Check(predicate, (message, help) => Error(predicate.Span, message, help));
        }

        foreach (string path in condition.RequestPaths.Where(static path => !EventDeclarations.IsRequestPath(path)))
        {
            Error(condition.Formula.Span, $"a temporal condition cannot read {Quoted.Text(path)}", EventDeclarations.KnownPaths);
        }

        foreach ((_, TemporalFormula holder) in TemporalParts.Terms(condition.Formula).Where(static part => part.Term is TemporalTerm.Literal { Value.Cedar: null }))
        {
            Error(holder.Span, "no event has a value like this one", "fields of events are whole numbers, text, `true`, `false` and entities: decimals and lists are not compared");
        }

        events.CheckWindows(condition.Formula, Error);
        if (condition.Window > retention)
        {
            Error(condition.Formula.Span, $"the condition looks back {condition.Window.TotalHours:0.#} hours, and the history is kept for {retention.Value.TotalHours:0.#}", "make its windows shorter, those within each other added up, or let the store keep more");
        }

        void Error(SourceSpan span, string message, string? help) => diagnostics.Error(condition.Source, span, message, help);
    }

    private void Check(TemporalFormula.Predicate predicate, Action<string, string?> error)
    {
        if (predicate.Action.Type == TemporalEvents.HostType)
        {
            CheckHost(predicate, error);
            return;
        }

        if (!ActionEntities.IsActionType(predicate.Action.Type) || !_tools.Contains(predicate.Action.Id))
        {
            error($"the catalog has no tool {Quoted.Text(predicate.Action.Id)}", Suggestion.Closest(predicate.Action.Id, _tools.Order(StringComparer.Ordinal)) is { } meant ? $"did you mean `{meant}`?" : "an event is `Action::\"toolset.name\"::kind{ … }`");
        }

        events.Check(predicate, error);
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
}

using AgentGuard.Cedar.Temporal;

namespace AgentGuard;

/// <summary>The calls of a history that were admitted and have not returned.</summary>
internal sealed class RunningCalls
{
    private readonly Dictionary<string, (ToolId Tool, TemporalEvent Admitted)> _calls = new(StringComparer.Ordinal);

    public void Hear(HistoryEvent happened, TemporalEvent asEvent)
    {
        if (happened.Kind == HistoryEventKinds.Admitted && happened.Tool is { } tool)
        {
            _calls[happened.CallId] = (tool, asEvent);
        }
        else if (happened.Kind is HistoryEventKinds.Response or HistoryEventKinds.Error or HistoryEventKinds.Released)
        {
            _calls.Remove(happened.CallId);
        }
    }

    /// <summary>The outcomes that are still to come, each with what is known of it. A call that began before the history does is waited for no more.</summary>
    public IReadOnlyList<(ToolId Tool, TemporalEvent Outcome)> Outcomes(long since)
    {
        if (_calls.Count == 0)
        {
            return [];
        }

        foreach ((string id, _) in _calls.Where(call => call.Value.Admitted.At < since).ToList())
        {
            _calls.Remove(id);
        }

        return
        [
            .. _calls.Values.SelectMany(static call => new[] { HistoryEventKinds.Response, HistoryEventKinds.Error }
                .Select(kind => (call.Tool, call.Admitted with { Kind = kind }))),
        ];
    }
}

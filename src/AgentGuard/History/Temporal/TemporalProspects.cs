using AgentGuard.Cedar.Temporal;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>What calls that still run could change of an answer. It is only looked at where a call is refused.</summary>
/// <param name="history">The conditions; what has happened is not asked for.</param>
/// <param name="holds">What holds now.</param>
/// <param name="coming">The outcomes that are still to come.</param>
/// <param name="request">The values of the request.</param>
internal sealed class TemporalProspects(
    TemporalHistory history,
    IReadOnlyList<KeyValuePair<string, Value>> holds,
    IReadOnlyList<(ToolId Tool, TemporalEvent Outcome)> coming,
    IReadOnlyDictionary<string, TemporalValue> request)
{
    /// <summary>The tools that may yet change what holds.</summary>
    public IReadOnlyList<ToolId> Running => field ??= [.. coming.Where(call => holds.Any(held => CouldTurn(held, [call.Outcome]))).Select(static call => call.Tool).Distinct()];

    /// <summary>What would hold if they had returned as conditions ask.</summary>
    public CedarRecord Returned => field ??= new CedarRecord(holds.Select(held => KeyValuePair.Create(held.Key, (Value)(held.Value.AsBoolean ^ CouldTurn(held, [.. coming.Select(static call => call.Outcome)])))));

    private bool CouldTurn(KeyValuePair<string, Value> held, IReadOnlyCollection<TemporalEvent> events) =>
        history.CouldTurn(held.Key, held.Value.AsBoolean, new TemporalOutlook(events, request));
}

using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Tells what the facts of a bundle say of a call. What it cannot tell for sure it does not tell, and the call is denied.</summary>
internal sealed class HistoryFacts(GuardParts guard)
{
    private readonly HistoryViews<HistoryPartition, PartitionView> _views = new(guard);

    /// <summary>The values that events hold.</summary>
    public EventValues Values { get; } = new(guard.History.HashKey);

    /// <summary>Turns for those who lost against others.</summary>
    public HistoryTurns Turns { get; } = new(guard.Options);

    /// <summary>Reads facts for a call.</summary>
    /// <param name="wanted">The facts. One that the tool's policies do not read, and that cannot be told, is left out: whoever else asks for it does without.</param>
    /// <param name="needed">Those that the tool's policies read.</param>
    /// <param name="call">The call.</param>
    /// <param name="session">Its session.</param>
    /// <param name="entities">What is verified about the root; null where no fact is keyed by that.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<FactsAnswer> ReadAsync(
        IReadOnlyList<HistoryFact> wanted, IReadOnlyList<HistoryFact> needed, PreparedCall call, SessionHistory session, IEntitySource? entities, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, Value>> values = [];
        List<(HistoryPartition, long)> versions = [];
        List<(HistoryFact, ToolId)> running = [];
        foreach (IGrouping<string, HistoryFact> facts in wanted.GroupBy(static fact => fact.Key))
        {
            if (FactKeys.Of(facts.Key, call.Scope, entities) is not { } partition)
            {
                if (facts.FirstOrDefault(needed.Contains) is { } keyed)
                {
                    return Unknown(keyed, $"`{facts.Key}` is not known of this call");
                }

                continue;
            }

            if (!TryFindKeys(facts, needed, call, out List<(HistoryFact Fact, UInt128 Key)> keys, out FactsAnswer? missing))
            {
                return missing!;
            }

            if (keys.Count == 0)
            {
                continue;
            }

            FactsAnswer? unknown = null;
            long version = await _views.GetOrAdd(partition, static partition => new PartitionView(partition)).ReadAsync([.. keys.Select(key => (key.Fact, BlindUntil(key.Fact, call, session)))], guard, Read, cancellationToken).ConfigureAwait(false);
            if (unknown is not null)
            {
                return unknown;
            }

            versions.Add((partition, version));

            void Read(IReadOnlyList<FactMonitor> monitors, DateTimeOffset now) => unknown = ReadAll(monitors, now, keys, needed, values, running);
        }

        return new FactsAnswer { Values = values, Versions = versions, Running = running };
    }

    private static FactsAnswer? ReadAll(
        IReadOnlyList<FactMonitor> monitors,
        DateTimeOffset now,
        List<(HistoryFact Fact, UInt128 Key)> keys,
        IReadOnlyList<HistoryFact> needed,
        List<KeyValuePair<string, Value>> values,
        List<(HistoryFact, ToolId)> running)
    {
        for (int i = 0; i < keys.Count; i++)
        {
            (HistoryFact fact, UInt128 key) = keys[i];
            if (!monitors[i].Knows(now))
            {
                if (needed.Contains(fact))
                {
                    return Unknown(fact, "its history is incomplete: the fact is new, or an event could not be recorded");
                }

                continue;
            }

            try
            {
                if (monitors[i].Read(key, now) is { } value)
                {
                    values.Add(new(fact.Name, value));
                }
            }
            catch (OverflowException)
            {
                return Unknown(fact, "its sum is larger than a Long");
            }

            if (monitors[i].Running(key) is { } tool)
            {
                running.Add((fact, tool));
            }
        }

        return null;
    }

    private static FactsAnswer Unknown(HistoryFact fact, string why) => new() { Unknown = new Denial(DenyReasons.HistoryUnknown, $"`context.history.{fact.Name}` cannot be told: {why}") };

    private bool TryFindKeys(
        IEnumerable<HistoryFact> facts, IReadOnlyList<HistoryFact> needed, PreparedCall call, out List<(HistoryFact Fact, UInt128 Key)> keys, out FactsAnswer? missing)
    {
        keys = [];
        missing = null;
        foreach (HistoryFact fact in facts)
        {
            string? lacks = FindKey(fact, call, out UInt128 key);
            if (lacks is null)
            {
                keys.Add((fact, key));
            }
            else if (needed.Contains(fact))
            {
                missing = Unknown(fact, $"the call has no `{lacks}`");
                return false;
            }
        }

        return true;
    }

    /// <returns>The field that the call does not have; null where it has all.</returns>
    private string? FindKey(HistoryFact fact, PreparedCall call, out UInt128 key)
    {
        key = 0;
        foreach (FactMatch match in fact.Where)
        {
            if (Values.Read(match.CallField, call, result: null) is not { } value)
            {
                return match.CallField;
            }

            key = FactKey.With(key, value);
        }

        return null;
    }

    /// <summary>Until when a fact may have missed what happened before it was declared.</summary>
    private DateTimeOffset? BlindUntil(HistoryFact fact, PreparedCall call, SessionHistory session)
    {
        DateTimeOffset? since = guard.Recording.Since(call.Bundle, BundleFacts.NeedsOf(fact));
        return since is not { } at || fact.StartsOpen || (fact.Key == FactKeys.Session && session.StartedAt > at) ? null
            : fact.Window is { } window && at < DateTimeOffset.MaxValue - window ? at + window
            : DateTimeOffset.MaxValue;
    }
}

using System.Runtime.CompilerServices;

namespace AgentGuard;

/// <summary>Knows since when the events are written that the facts and conditions of a bundle need.</summary>
internal sealed class HistoryRecording(GuardParts guard)
{
    private readonly ConditionalWeakTable<PolicyBundle, IReadOnlyDictionary<string, DateTimeOffset?>> _since = [];

    /// <summary>Says to the store which events are written from now on. To be called before a call leaves its first trace under a bundle.</summary>
    public async ValueTask RegisterAsync(PolicyBundle bundle, CancellationToken cancellationToken)
    {
        if (_since.TryGetValue(bundle, out _))
        {
            return;
        }

        // Events are written for the bundle in force, too. A bundle that needs nothing says so: what nobody writes any more has gaps.
        string[] needs = [.. new[] { bundle, guard.Bundles.Current }.SelectMany(static one => one.Facts.Needs.Concat(one.Conditions.Needs)).Distinct()];
        IReadOnlyList<DateTimeOffset?> since = await guard.History.RecordingSinceAsync(needs, cancellationToken).Within(guard.Options, cancellationToken).ConfigureAwait(false);
        _since.AddOrUpdate(bundle, needs.Zip(since).ToDictionary(static need => need.First, static need => need.Second, StringComparer.Ordinal));
    }

    /// <summary>Since when all of some events are written.</summary>
    /// <returns>Null where they always were; the end of time where nobody said that they are.</returns>
    public DateTimeOffset? Since(PolicyBundle bundle, IEnumerable<string> needs) =>
        _since.TryGetValue(bundle, out IReadOnlyDictionary<string, DateTimeOffset?>? since)
            ? needs.Max(need => since.TryGetValue(need, out DateTimeOffset? at) ? at : DateTimeOffset.MaxValue)
            : DateTimeOffset.MaxValue;
}

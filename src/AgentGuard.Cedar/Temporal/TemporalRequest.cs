using AgentGuard.Cedar.Temporal.Evaluation;

namespace AgentGuard.Cedar.Temporal;

/// <summary>A request that is decided: what conditions compare events with. For one history, and not for several threads.</summary>
/// <param name="values">Its values by their paths, such as <c>context.input.user</c>.</param>
internal sealed class TemporalRequest(IReadOnlyDictionary<string, TemporalValue> values)
{
    private readonly List<(bool IsKnown, UInt128? Key)> _keys = [];

    public IReadOnlyDictionary<string, TemporalValue> Values => values;

    /// <summary>The key by which it asks; null where it lacks a value.</summary>
    public UInt128? KeyOf(KeyPaths paths)
    {
        while (_keys.Count <= paths.Number)
        {
            _keys.Add(default);
        }

        (bool isKnown, UInt128? key) = _keys[paths.Number];
        if (!isKnown)
        {
            key = TemporalKey.Of(paths.Paths, values);
            _keys[paths.Number] = (true, key);
        }

        return key;
    }
}

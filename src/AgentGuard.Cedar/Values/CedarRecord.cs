namespace AgentGuard.Cedar.Values;

/// <summary>Named values. Names are compared ordinally.</summary>
public sealed class CedarRecord
{
    /// <summary>Makes a record.</summary>
    /// <param name="entries">Distinct names with their values.</param>
    /// <exception cref="ArgumentException">A name stands twice.</exception>
    public CedarRecord(IEnumerable<KeyValuePair<string, Value>> entries) => ArgumentNullException.ThrowIfNull(entries);
}

using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Makes a change in a record of facts.</summary>
internal static class RecordChanges
{
    /// <returns>The record with the change made; null where it cannot be.</returns>
    public static CedarRecord? TryMake(CedarRecord record, Change change) => TryMake(record, [.. change.Place.Tokens], change);

    private static CedarRecord? TryMake(CedarRecord record, ReadOnlySpan<string> tokens, Change change)
    {
        if (tokens.IsEmpty)
        {
            return null;
        }

        Dictionary<string, Value> entries = new(record, StringComparer.Ordinal);
        bool isKnown = entries.TryGetValue(tokens[0], out Value known);
        if (tokens.Length > 1)
        {
            CedarRecord? inner = !isKnown ? CedarRecord.Empty : known.Kind == ValueKind.Record ? known.AsRecord : null;
            if (inner is null || TryMake(inner, tokens[1..], change) is not { } changed)
            {
                return null;
            }

            entries[tokens[0]] = changed;
            return new CedarRecord(entries);
        }

        switch (change.Kind)
        {
            case ChangeKind.Set:
                entries[tokens[0]] = change.Value;
                break;
            case ChangeKind.Clear:
                entries.Remove(tokens[0]);
                break;
            case ChangeKind.Add when !isKnown || known.Kind == ValueKind.Set:
                entries[tokens[0]] = new CedarSet([.. isKnown ? known.AsSet : CedarSet.Empty, change.Value]);
                break;
            case ChangeKind.Remove when isKnown && known.Kind == ValueKind.Set:
                entries[tokens[0]] = new CedarSet(known.AsSet.Where(value => value != change.Value));
                break;
            default:
                return null;
        }

        return new CedarRecord(entries);
    }
}

namespace AgentGuard.Cedar.Values;

/// <summary>A total order of values, so that equal sets are printed alike. It has no meaning in Cedar, where only some values are ordered.</summary>
internal sealed class ValueOrder : IComparer<Value>
{
    public static ValueOrder Instance { get; } = new();

    public int Compare(Value x, Value y)
    {
        if (x.Kind != y.Kind)
        {
            return x.Kind.CompareTo(y.Kind);
        }

        return x.Kind switch
        {
            ValueKind.String => UnicodeText.Compare(x.AsString, y.AsString),
            ValueKind.Entity => CompareUids(x.AsEntity, y.AsEntity),
            ValueKind.IpAddress => CompareAddresses(x.AsIpAddress, y.AsIpAddress),
            ValueKind.Set => CompareSets(x.AsSet, y.AsSet),
            ValueKind.Record => CompareRecords(x.AsRecord, y.AsRecord),
            _ => x.Bits.CompareTo(y.Bits),
        };
    }

    public static int CompareUids(EntityUid x, EntityUid y)
    {
        int types = UnicodeText.Compare(x.Type, y.Type);
        return types != 0 ? types : UnicodeText.Compare(x.Id, y.Id);
    }

    private static int CompareAddresses(CedarIpAddress x, CedarIpAddress y) =>
        (x.IsIpv6, x.Bits, x.PrefixLength).CompareTo((y.IsIpv6, y.Bits, y.PrefixLength));

    private int CompareSets(CedarSet x, CedarSet y)
    {
        ReadOnlySpan<Value> left = x.Ordered();
        ReadOnlySpan<Value> right = y.Ordered();
        int order = left.Length.CompareTo(right.Length);
        for (int i = 0; order == 0 && i < left.Length; i++)
        {
            order = Compare(left[i], right[i]);
        }

        return order;
    }

    private int CompareRecords(CedarRecord x, CedarRecord y)
    {
        int order = x.Count.CompareTo(y.Count);
        for (int i = 0; order == 0 && i < x.Count; i++)
        {
            order = UnicodeText.Compare(x.NameAt(i), y.NameAt(i));
            order = order != 0 ? order : Compare(x.ValueAt(i), y.ValueAt(i));
        }

        return order;
    }
}

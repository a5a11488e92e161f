using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <summary>How much JSON is read.</summary>
public sealed record CedarJsonOptions
{
    /// <summary>How deep objects and arrays may nest. 128 unless set, from 1 to <see cref="Value.MaximumDepth"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public int MaximumDepth
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Value.MaximumDepth);
            field = value;
        }
    } = 128;

    /// <summary>How many bytes of UTF-8 are read at most. 64 MiB unless set, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int MaximumBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 64 * 1024 * 1024;

    internal static CedarJsonOptions Default { get; } = new();
}

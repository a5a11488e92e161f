using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Json;

/// <summary>How much is read of policies in JSON; what is beyond is refused.</summary>
public sealed record PolicyJsonOptions
{
    /// <summary>How many bytes of UTF-8 are read at most. 16 MiB unless set, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int MaximumBytes { get; init => field = Positive(value, int.MaxValue); } = 16 * 1024 * 1024;

    /// <summary>How deep an expression may nest, 500 at most and unless set. It is the depth of Cedar's text, as in <see cref="CedarParserOptions.MaxDepth"/>, and half of the JSON's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public int MaximumDepth { get; init => field = Positive(value, CedarParserOptions.DepthLimit); } = CedarParserOptions.DepthLimit;

    /// <summary>How many syntax nodes all policies together may have. 1,048,576 unless set, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int MaximumNodes { get; init => field = Positive(value, int.MaxValue); } = 1 << 20;

    /// <summary>How many policies, templates and links are read at most, each for itself. 10,000 unless set, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int MaximumPolicies { get; init => field = Positive(value, int.MaxValue); } = 10_000;

    internal static PolicyJsonOptions Default { get; } = new();

    private static int Positive(int value, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        return value;
    }
}

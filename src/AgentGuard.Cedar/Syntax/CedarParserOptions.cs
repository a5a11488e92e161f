namespace AgentGuard.Cedar.Syntax;

/// <summary>Limits of <see cref="CedarParser"/>: what is beyond them is refused with a diagnostic. They can be lowered, and the length raised.</summary>
public sealed class CedarParserOptions
{
    /// <summary>The deepest expression that is taken, see <see cref="MaxDepth"/>.</summary>
    internal const int DepthLimit = 500;

    /// <summary>The deepest brackets that are taken, see <see cref="MaxNesting"/>.</summary>
    internal const int NestingLimit = 200;

    /// <summary>The limits that hold where none are given.</summary>
    public static CedarParserOptions Default { get; } = new();

    /// <summary>
    /// The longest text in UTF-16 code units, 1,048,576 by default; a bundle may hold many texts. It limits the number of nodes
    /// too, where <c>has a.b.c</c> and <c>is T in e</c> count as what they stand for: their left side is tested more than once.
    /// </summary>
    public int MaxLength { get; init => field = Positive(value, int.MaxValue); } = 1 << 20;

    /// <summary>
    /// How deep an expression may nest, 500 at most and by default. A chain such as <c>a &amp;&amp; b &amp;&amp; c</c> nests to the left,
    /// one level an operator. Whoever walks the tree recursively can rely on it.
    /// </summary>
    public int MaxDepth { get; init => field = Positive(value, DepthLimit); } = DepthLimit;

    /// <summary>How deep brackets and branches of <c>if</c> may nest, 200 at most and by default, even where they add nothing to the tree.</summary>
    public int MaxNesting { get; init => field = Positive(value, NestingLimit); } = NestingLimit;

    /// <summary>The most policies in one text, 10,000 by default.</summary>
    public int MaxPolicies { get; init => field = Positive(value, int.MaxValue); } = 10_000;

    private static int Positive(int value, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        return value;
    }
}

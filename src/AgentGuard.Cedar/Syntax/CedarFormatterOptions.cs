namespace AgentGuard.Cedar.Syntax;

/// <summary>How <see cref="CedarFormatter"/> lays text out.</summary>
public sealed class CedarFormatterOptions
{
    /// <summary>What holds where nothing is said.</summary>
    public static CedarFormatterOptions Default { get; } = new();

    /// <summary>How many UTF-16 code units a line has at most, where there is a place to break it. From 1 to 1000, 80 by default; comments do not count.</summary>
    public int LineWidth { get; init => field = InRange(value, 1, 1000); } = 80;

    /// <summary>How many spaces a level is set in. From 0 to 16, 2 by default. Beyond half the line width nothing is set in further.</summary>
    public int IndentWidth { get; init => field = InRange(value, 0, 16); } = 2;

    /// <summary>The limits of what is read.</summary>
    public CedarParserOptions Limits { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = CedarParserOptions.Default;

    private static int InRange(int value, int least, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        return value;
    }
}

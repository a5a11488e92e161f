namespace AgentGuard.Cedar.Diagnostics;

/// <summary>A stretch of source text, counted in UTF-16 code units.</summary>
/// <param name="Start">Offset of the first code unit, from 0.</param>
/// <param name="Length">Number of code units, 0 for a position between two.</param>
public readonly record struct SourceSpan(int Start, int Length)
{
    /// <summary>Offset just behind the last code unit.</summary>
    public int End => Start + Length;

    /// <summary>The smallest span that holds both.</summary>
    /// <param name="first">The span that starts first.</param>
    /// <param name="last">The span that ends last.</param>
    /// <returns>From the start of <paramref name="first"/> to the end of <paramref name="last"/>.</returns>
    public static SourceSpan Covering(SourceSpan first, SourceSpan last) => new(first.Start, last.End - first.Start);
}

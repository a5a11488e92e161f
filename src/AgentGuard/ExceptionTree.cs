namespace AgentGuard;

/// <summary>An exception and all that lies beneath it. A tool makes it, and so it is bounded.</summary>
internal static class ExceptionTree
{
    private const int MaxExceptions = 64;

    /// <summary>All of them, the outermost first; null where there are too many.</summary>
    public static IReadOnlyList<Exception>? Of(Exception exception)
    {
        List<Exception> all = [exception];
        for (int i = 0; i < all.Count && all.Count <= MaxExceptions; i++)
        {
            all.AddRange(all[i] is AggregateException many ? many.InnerExceptions : all[i].InnerException is { } inner ? [inner] : []);
        }

        return all.Count <= MaxExceptions ? all : null;
    }

    /// <summary>Whether one of them is such; where there are too many, it may be.</summary>
    public static bool Any(Exception exception, Func<Exception, bool> isSuch) => Of(exception)?.Any(isSuch) ?? true;
}

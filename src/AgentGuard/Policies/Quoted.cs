namespace AgentGuard;

/// <summary>A user's text in a message.</summary>
internal static class Quoted
{
    private const int MaxLength = 80;

    /// <summary>In backticks, cut where it is long.</summary>
    public static string Text(ReadOnlySpan<char> text)
    {
        if (text.Length <= MaxLength)
        {
            return $"`{text}`";
        }

        int end = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return $"`{text[..end]}…`";
    }

    /// <summary>Several, as <c>`a`, `b`, `c`</c>.</summary>
    public static string List(IEnumerable<string> texts) => string.Join(", ", texts.Select(text => Text(text)));
}

namespace AgentGuard;

/// <summary>A text, and what it says to who takes the escapes of JSON, HTML and URLs out of it, one round after the other.</summary>
internal static class ReadableText
{
    // Unescaping may bring a new escape to light. Nobody reads that deep, but for who wants it.
    private const int MaxRounds = 4;

    /// <returns>The text, and each form of it; the last is null where there are more than anybody looks at.</returns>
    public static IEnumerable<string?> Of(string text)
    {
        yield return text;
        for (int i = 0; i < MaxRounds; i++)
        {
            string plain = EncodedText.Decode(EscapedText.Unescape(text));
            if (plain == text)
            {
                yield break;
            }

            yield return i == MaxRounds - 1 ? null : text = plain;
        }
    }
}

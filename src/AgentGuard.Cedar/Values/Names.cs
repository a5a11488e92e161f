namespace AgentGuard.Cedar.Values;

/// <summary>Cedar's identifiers and names (grammar: <c>IDENT</c>, <c>Path</c>).</summary>
public static class Names
{
    /// <summary>Whether a text is an identifier: a letter or underscore, then letters, digits and underscores, all ASCII. Reserved words are not looked at.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True if it is one.</returns>
    public static bool IsIdentifier(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !(char.IsAsciiLetter(text[0]) || text[0] == '_'))
        {
            return false;
        }

        foreach (char c in text)
        {
            if (!(char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a text is a name: identifiers joined by <c>::</c>, none of them a reserved word.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True if it is one.</returns>
    public static bool IsTypeName(ReadOnlySpan<char> text)
    {
        while (true)
        {
            int separator = text.IndexOf("::", StringComparison.Ordinal);
            ReadOnlySpan<char> part = separator < 0 ? text : text[..separator];
            if (!IsIdentifier(part) || IsReserved(part))
            {
                return false;
            }

            if (separator < 0)
            {
                return true;
            }

            text = text[(separator + 2)..];
        }
    }

    /// <summary>Whether an identifier may not name a type (grammar: <c>RESERVED</c>).</summary>
    /// <param name="identifier">The identifier.</param>
    /// <returns>True if it is reserved.</returns>
    public static bool IsReserved(ReadOnlySpan<char> identifier) =>
        identifier is "true" or "false" or "if" or "then" or "else" or "in" or "is" or "like" or "has" or "__cedar";
}

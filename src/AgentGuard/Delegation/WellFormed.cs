using System.Runtime.CompilerServices;

namespace AgentGuard;

/// <summary>Keys are hashed and stored as UTF-8, where two texts with lone surrogates may become one.</summary>
internal static class WellFormed
{
    /// <summary>Throws where a text is empty or has a lone surrogate.</summary>
    public static void Check(string text, [CallerArgumentExpression(nameof(text))] string? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, name);
        if (!Is(text))
        {
            throw new ArgumentException("the text holds a lone surrogate", name);
        }
    }

    /// <summary>Whether a text has no lone surrogate.</summary>
    public static bool Is(ReadOnlySpan<char> text)
    {
        int i = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        if (i < 0)
        {
            return true;
        }

        for (; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}

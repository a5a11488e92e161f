using System.Runtime.CompilerServices;

namespace AgentGuard;

/// <summary>Keys are hashed and stored as UTF-8, where two texts with lone surrogates may become one.</summary>
internal static class WellFormed
{
    /// <summary>Throws where a text is empty or has a lone surrogate.</summary>
    public static void Check(string text, [CallerArgumentExpression(nameof(text))] string? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, name);
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!char.IsSurrogatePair(text, i))
            {
                throw new ArgumentException("the text holds a lone surrogate", name);
            }

            i++;
        }
    }
}

using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Syntax;

/// <summary>The user's own text in a message, cut where it is too long to be read there.</summary>
internal static class Excerpt
{
    private const int MaxLength = 60;

    internal static string Of(string text, SourceSpan span)
    {
        if (span.Length <= MaxLength)
        {
            return VisibleText.Of(text.AsSpan(span.Start, span.Length));
        }

        int end = span.Start + MaxLength - 1;
        return VisibleText.Of(text.AsSpan(span.Start, (char.IsHighSurrogate(text[end - 1]) ? end - 1 : end) - span.Start)) + '…';
    }

    internal static string Of(string text) => Of(text, new SourceSpan(0, text.Length));
}

using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Values;

/// <summary>The user's own text in a message: on one line, and cut where it is too long to be read there.</summary>
internal static class Excerpt
{
    internal static string Of(string text, SourceSpan span) => Of(text.AsSpan(span.Start, span.Length));

    internal static string Of(ReadOnlySpan<char> text) => VisibleText.Of(UnicodeText.Shorten(text));
}

using System.Globalization;
using System.Text;

namespace AgentGuard.Cedar.Diagnostics;

/// <summary>Prints a <see cref="Diagnostic"/> as rustc prints its own.</summary>
internal static class DiagnosticRenderer
{
    // A line that was never meant for reading is cut to a window around the place.
    private const int MaxColumns = 120;

    internal static string Render(Diagnostic diagnostic)
    {
        SourceText source = diagnostic.Source;
        int line = source.GetPosition(diagnostic.Span.Start).Line;
        string number = line.ToString(CultureInfo.InvariantCulture);
        string gutter = new(' ', number.Length);
        StringBuilder text = new();
        text.Append(Heading(diagnostic)).Append('\n');
        text.Append(gutter).Append("--> ").Append(Position(diagnostic)).Append('\n');
        text.Append(gutter).Append(" |\n");
        text.Append(number).Append(" | ");
        (int indent, int carets) = AppendLine(text, source.Text, source.GetLine(line), diagnostic.Span);
        text.Append('\n').Append(gutter).Append(" | ").Append(' ', indent).Append('^', carets);
        if (diagnostic.Help is { } help)
        {
            text.Append('\n').Append(gutter).Append(" = help: ");
            AppendVisible(text, help);
        }

        return text.ToString();
    }

    internal static string Heading(Diagnostic diagnostic)
    {
        StringBuilder text = new(diagnostic.Severity == DiagnosticSeverity.Error ? "error: " : "warning: ");
        AppendVisible(text, diagnostic.Message);
        return text.ToString();
    }

    internal static string Position(Diagnostic diagnostic)
    {
        (int line, int column) = diagnostic.Source.GetPosition(diagnostic.Span.Start);
        return string.Create(CultureInfo.InvariantCulture, $"{diagnostic.Source.Name ?? "policy"}:{line}:{column}");
    }

    /// <summary>Appends a line, or the window of it around the place.</summary>
    /// <returns>How many columns stand before the place, and how many it covers.</returns>
    private static (int Indent, int Carets) AppendLine(StringBuilder text, string source, SourceSpan line, SourceSpan place)
    {
        int start = Math.Max(line.Start, place.Start - (MaxColumns / 2));
        int end = Math.Min(line.End, start + MaxColumns);
        int placeEnd = Math.Clamp(place.End, place.Start, Math.Max(place.Start, end));
        text.Append(start > line.Start ? "…" : "");
        int indent = (start > line.Start ? 1 : 0) + AppendVisible(text, source.AsSpan(start, place.Start - start));
        int carets = AppendVisible(text, source.AsSpan(place.Start, placeEnd - place.Start));
        if (placeEnd < end)
        {
            AppendVisible(text, source.AsSpan(placeEnd, end - placeEnd));
        }

        text.Append(end < line.End ? "…" : "");
        return (indent, Math.Max(1, carets));
    }

    /// <summary>Appends text that no terminal acts on.</summary>
    /// <returns>The number of columns, one a character.</returns>
    private static int AppendVisible(StringBuilder text, ReadOnlySpan<char> characters)
    {
        int columns = 0;
        foreach (Rune rune in characters.EnumerateRunes())
        {
            if (rune.Value == '\t')
            {
                text.Append(' ');
                columns++;
            }
            else if (IsVisible(rune))
            {
                text.Append(rune.ToString());
                columns++;
            }
            else
            {
                string escaped = string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
                text.Append(escaped);
                columns += escaped.Length;
            }
        }

        return columns;
    }

    /// <summary>Control and format characters, such as those that change the direction of writing, are not.</summary>
    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}

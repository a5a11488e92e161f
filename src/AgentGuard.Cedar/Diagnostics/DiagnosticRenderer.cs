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
        StringBuilder text = new();
        text.Append(Heading(diagnostic)).Append('\n');
        if (source.Text.Length == 0)
        {
            // Of a file that is missing, empty or was not read there is no line to show.
            text.Append(" --> ").Append(Name(diagnostic));
            AppendHelp(text, " ", diagnostic.Help);
            return text.ToString();
        }

        int line = source.GetPosition(diagnostic.Span.Start).Line;
        string number = line.ToString(CultureInfo.InvariantCulture);
        string gutter = new(' ', number.Length);
        text.Append(gutter).Append("--> ").Append(Position(diagnostic)).Append('\n');
        text.Append(gutter).Append(" |\n");
        text.Append(number).Append(" | ");
        (int indent, int carets) = AppendLine(text, source.Text, source.GetLine(line), diagnostic.Span);
        text.Append('\n').Append(gutter).Append(" | ").Append(' ', indent).Append('^', carets);
        AppendHelp(text, gutter, diagnostic.Help);
        return text.ToString();
    }

    internal static string Heading(Diagnostic diagnostic) =>
        (diagnostic.Severity == DiagnosticSeverity.Error ? "error: " : "warning: ") + VisibleText.Of(diagnostic.Message);

    internal static string Position(Diagnostic diagnostic)
    {
        (int line, int column) = diagnostic.Source.GetPosition(diagnostic.Span.Start);
        return string.Create(CultureInfo.InvariantCulture, $"{Name(diagnostic)}:{line}:{column}");
    }

    private static string Name(Diagnostic diagnostic) => VisibleText.Of(diagnostic.Source.Name ?? "policy");

    private static void AppendHelp(StringBuilder text, string gutter, string? help)
    {
        if (help is not null)
        {
            text.Append('\n').Append(gutter).Append(" = help: ");
            VisibleText.Append(text, help);
        }
    }

    /// <summary>Appends a line, or the window of it around the place.</summary>
    /// <returns>How many columns stand before the place, and how many it covers.</returns>
    private static (int Indent, int Carets) AppendLine(StringBuilder text, string source, SourceSpan line, SourceSpan place)
    {
        int start = Math.Clamp(place.Start - (MaxColumns / 2), line.Start, Math.Max(line.Start, line.End - MaxColumns));
        int end = Math.Min(line.End, start + MaxColumns);
        start = IsInsidePair(source, start) ? start - 1 : start;
        end = IsInsidePair(source, end) ? end - 1 : end;
        int placeEnd = Math.Clamp(place.End, place.Start, Math.Max(place.Start, end));
        text.Append(start > line.Start ? "…" : "");
        int indent = (start > line.Start ? 1 : 0) + VisibleText.Append(text, source.AsSpan(start, place.Start - start));
        int carets = VisibleText.Append(text, source.AsSpan(place.Start, placeEnd - place.Start));
        VisibleText.Append(text, source.AsSpan(placeEnd, Math.Max(end - placeEnd, 0)));
        text.Append(end < line.End ? "…" : "");
        return (indent, Math.Max(1, carets));
    }

    private static bool IsInsidePair(string source, int offset) =>
        offset > 0 && offset < source.Length && char.IsSurrogatePair(source[offset - 1], source[offset]);
}

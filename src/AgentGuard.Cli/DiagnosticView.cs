using AgentGuard.Cedar.Diagnostics;
using Spectre.Console;

namespace AgentGuard.Cli;

/// <summary>Prints what is wrong with a file, with the place in colour where somebody looks. A diagnostic has one form, the library's; here its lines get colours.</summary>
internal static class DiagnosticView
{
    // Heading, position, an empty line, the line of the source, and the marks under it.
    private const int Marks = 4;

    /// <summary>Writes a diagnostic and an empty line.</summary>
    public static void Write(IAnsiConsole console, Diagnostic diagnostic)
    {
        Style severity = diagnostic.Severity == DiagnosticSeverity.Error ? Styles.Error : Styles.Warning;
        string[] lines = diagnostic.Render().Split('\n');
        int colon = lines[0].IndexOf(':', StringComparison.Ordinal) + 1;
        StyledText text = new StyledText().Add(lines[0][..colon], severity).Add(lines[0][colon..], Styles.Strong).EndLine();
        for (int i = 1; i < lines.Length; i++)
        {
            int gutter = Gutter(lines[i]);
            text.Add(lines[i][..gutter], Styles.Frame).Add(lines[i][gutter..], i == Marks ? severity : null).EndLine();
        }

        console.Write(text.EndLine());
    }

    /// <summary>How much of a line stands before what it says: <c>12 |</c>, <c> --></c>, <c> =</c>.</summary>
    private static int Gutter(string line)
    {
        int i = 0;
        while (i < line.Length && (line[i] == ' ' || char.IsAsciiDigit(line[i])))
        {
            i++;
        }

        return Math.Min(line.Length, line.AsSpan(i).StartsWith("-->") ? i + 3 : i + 1);
    }
}

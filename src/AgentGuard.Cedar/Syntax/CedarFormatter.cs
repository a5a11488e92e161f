using System.Diagnostics.CodeAnalysis;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Temporal.Syntax;

namespace AgentGuard.Cedar.Syntax;

/// <summary>
/// Lays out the text of policies and templates, temporal conditions and macros in them included. It moves white space and nothing else: every token, parentheses included, and every
/// comment keeps its place among the others, so the text is read as the same policies, and formatting it again changes nothing.
/// </summary>
public static class CedarFormatter
{
    /// <summary>Formats a text.</summary>
    /// <param name="source">The text; none, one or many policies and templates.</param>
    /// <param name="options">Widths and limits; null for the usual ones.</param>
    /// <returns>The text, lines ended by <c>\n</c>, the last one too; empty where it holds neither a policy nor a comment.</returns>
    /// <exception cref="CedarSyntaxException">The text is not Cedar; every error that was found is in it.</exception>
    public static string Format(SourceText source, CedarFormatterOptions? options = null) =>
        TryFormat(source, out string? text, out IReadOnlyList<Diagnostic> diagnostics, options)
            ? text
            : throw new CedarSyntaxException(diagnostics);

    /// <summary>Formats a text.</summary>
    /// <param name="source">The text; none, one or many policies and templates.</param>
    /// <param name="text">The formatted text; null where there is an error.</param>
    /// <param name="diagnostics">What the parser has to say, at most 100.</param>
    /// <param name="options">Widths and limits; null for the usual ones.</param>
    /// <returns>True if there was no error. There may be warnings.</returns>
    public static bool TryFormat(
        SourceText source,
        [NotNullWhen(true)] out string? text,
        out IReadOnlyList<Diagnostic> diagnostics,
        CedarFormatterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= CedarFormatterOptions.Default;
        DiagnosticBag bag = new(source);
        diagnostics = bag;
        text = null;
        TemporalText temporal = TemporalText.Read(source, bag);
        new Parser(source, options.Limits, bag, temporal).ParsePolicies(withTemplates: true);
        if (bag.Errors > 0)
        {
            return false;
        }

        Layout layout = new();
        try
        {
            new LayoutBuilder(source.Text, layout, temporal).AddPolicies();
        }
        catch (InsufficientExecutionStackException)
        {
            bag.Error(default, "brackets nest deeper than the stack of this thread allows");
            return false;
        }

        text = layout.Print(options);
        return true;
    }
}

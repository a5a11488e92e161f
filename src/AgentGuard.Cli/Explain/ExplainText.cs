using System.Globalization;
using AgentGuard.Cedar.Ast;
using Spectre.Console;

namespace AgentGuard.Cli.Explain;

/// <summary>
/// Prints an explanation. It has one form, the guard's own; here its lines get colours, and where somebody looks, each part of a policy is marked
/// in the line of the file that it stands in.
/// </summary>
internal static class ExplainText
{
    // A line that was never meant for reading is not shown, nor one that would move a terminal's cursor.
    private const int MaxLine = 160;

    public static void Write(CliConsole console, CallExplanation explanation)
    {
        StyledText text = new();
        foreach ((int index, ExplanationLine line) in explanation.Lines.Index())
        {
            text.Add(line.Text, index == 0 ? StyleOf(explanation.Decision.Effect) : StyleOf(line)).EndLine();
            if (console.IsTerminal && line is { Policy: { } policy, Part: { } part })
            {
                AddSource(text, policy.Policy, part, new string(' ', line.Text.Length - line.Text.TrimStart().Length));
            }
        }

        console.Out.Write(text);
    }

    private static void AddSource(StyledText text, Policy policy, PolicyPart part, string indent)
    {
        string source = policy.Source.Text;
        int start = part.Span.Start - part.Column + 1;
        int newLine = source.IndexOf('\n', part.Span.Start);
        int end = newLine < 0 ? source.Length : newLine;
        int stop = Math.Min(part.Span.End, end);
        if (start >= 0 && end - start <= MaxLine && IsPlain(source.AsSpan(start, end - start).TrimEnd('\r')))
        {
            text.Add(FormattableString.Invariant($"{indent}{part.Line,4} | "), Styles.Frame)
                .Add(source[start..part.Span.Start])
                .Add(source[part.Span.Start..stop], StyleOf(part))
                .Add(source[stop..end].TrimEnd('\r'))
                .EndLine();
        }
    }

    private static bool IsPlain(ReadOnlySpan<char> line)
    {
        foreach (char c in line)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator && c != '\t')
            {
                return false;
            }
        }

        return true;
    }

    private static Style? StyleOf(ExplanationLine line) => line switch
    {
        { Part: not null } or { Policy: not null, Text: [' ', ..] } => null,
        { Policy: not null } => Styles.Strong,
        _ => line.Text.TrimStart().StartsWith("would pass: ", StringComparison.Ordinal) ? Styles.Strong : null,
    };

    private static Style StyleOf(PolicyPart part) => part.Value switch
    {
        true => Styles.Good,
        false => Styles.Error,
        null => Styles.Warning,
    };

    private static Style StyleOf(DecisionEffect effect) => effect switch
    {
        DecisionEffect.Permit => Styles.Good,
        DecisionEffect.RequireApproval => Styles.Warning,
        _ => Styles.Error,
    };
}

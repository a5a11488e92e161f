using System.Text;
using System.Text.RegularExpressions;

namespace AgentGuard.Cli.Tests;

/// <summary>One command of a page: what stands behind <c>$</c>, and what the page says that it prints.</summary>
/// <param name="Line">Where it stands, from 1.</param>
/// <param name="Text">The command, with the lines of a here-document.</param>
/// <param name="Shown">What stands under it; a line <c>…</c> is any number of lines.</param>
internal sealed record PageCommand(int Line, string Text, IReadOnlyList<string> Shown)
{
    private const string Anything = "…";
    private const string HereDocument = "<<'EOF'";

    private static readonly Regex s_words = Pattern("""('[^']*'|"[^"]*"|[^\s'"])+""");
    private static readonly Regex s_quotes = Pattern(@"'([^']*)'|""([^""]*)""");
    private static readonly Regex s_times = Pattern(@"\d\d:\d\d:\d\d");
    private static readonly Regex s_ids = Pattern("dec_[0-9a-f]{32}");
    private static readonly Regex s_hashes = Pattern("@[0-9a-f]{12}");

    /// <summary>All commands in the <c>console</c> blocks of a page, in their order.</summary>
    public static List<PageCommand> Read(string page)
    {
        List<PageCommand> commands = [];
        string[] lines = page.ReplaceLineEndings("\n").Split('\n');
        for (int at = Array.IndexOf(lines, "```console"); at >= 0; at = Array.IndexOf(lines, "```console", at))
        {
            at++;
            while (lines[at] != "```")
            {
                commands.Add(ReadOne(lines, ref at));
            }
        }

        return commands;
    }

    /// <summary>The command's words, as a shell would part them: at blanks, but for those between single or double quotes.</summary>
    public IEnumerable<string> Words() =>
        s_words.Matches(Text.Replace("\\\n", "", StringComparison.Ordinal)).Select(word => s_quotes.Replace(word.Value, "$1$2"));

    /// <summary>Whether it printed what the page shows, but for times, ids and hashes.</summary>
    public bool Shows(string printed) => Matches([.. Shown.Select(Plain)], [.. printed.TrimEnd('\n').Split('\n').Select(Plain)]);

    private static bool Matches(ReadOnlySpan<string> shown, ReadOnlySpan<string> printed)
    {
        if (shown.IsEmpty)
        {
            return printed.IsEmpty || (printed.Length == 1 && printed[0].Length == 0);
        }

        if (shown[0] != Anything)
        {
            return !printed.IsEmpty && shown[0] == printed[0] && Matches(shown[1..], printed[1..]);
        }

        for (int skipped = 0; skipped <= printed.Length; skipped++)
        {
            if (Matches(shown[1..], printed[skipped..]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Without what is another at each run, and without blanks at its end, which no page can show.</summary>
    private static string Plain(string line) => s_hashes.Replace(s_ids.Replace(s_times.Replace(line, "00:00:00"), "dec_0"), "@0").TrimEnd();

    private static Regex Pattern(string text) => new(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static PageCommand ReadOne(string[] lines, ref int at)
    {
        int first = at;
        Assert.StartsWith("$ ", lines[at]);
        StringBuilder text = new(lines[at++][2..]);
        while (text[^1] == '\\' || (text.ToString().Contains(HereDocument) && lines[at - 1] != "EOF"))
        {
            text.Append('\n').Append(lines[at++]);
        }

        List<string> shown = [];
        while (lines[at] != "```" && !lines[at].StartsWith("$ ", StringComparison.Ordinal))
        {
            shown.Add(lines[at++]);
        }

        // An empty line between two commands is for the eye.
        if (lines[at] != "```" && shown.Count > 0 && shown[^1].Length == 0)
        {
            shown.RemoveAt(shown.Count - 1);
        }

        return new PageCommand(first + 1, text.ToString(), shown);
    }
}

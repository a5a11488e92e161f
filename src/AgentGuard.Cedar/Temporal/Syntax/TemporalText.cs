using System.Security.Cryptography;
using System.Text;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Temporal.Syntax;

/// <summary>
/// Takes the temporal conditions out of a file of policies: each becomes an attribute of the context in a text of the same length, so that all the rest is
/// plain Cedar, with its places as they were.
/// </summary>
/// <param name="Lowered">The text without temporal conditions.</param>
/// <param name="Conditions">The conditions by the names of their attributes under <c>context.temporal</c>.</param>
internal sealed record TemporalText(SourceText Lowered, IReadOnlyDictionary<string, TemporalBlock> Conditions)
{
    private const string Keyword = "temporal";
    private const string Attribute = "context.temporal.";
    private const int NameLength = 8;

    /// <summary>Reads a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="diagnostics">Hears what is wrong.</param>
    public static TemporalText Read(SourceText source, DiagnosticBag diagnostics)
    {
        if (!source.Text.Contains(Keyword, StringComparison.Ordinal))
        {
            return new TemporalText(source, new Dictionary<string, TemporalBlock>());
        }

        char[] text = source.Text.ToCharArray();
        Dictionary<string, TemporalBlock> conditions = new(StringComparer.Ordinal);
        List<TemporalToken> tokens = TemporalLexer.Read(source.Text, 0, text.Length, new DiagnosticBag(source));
        TemporalMacros macros = new();
        try
        {
            DefineMacros(source.Text, tokens, macros, text, diagnostics);
        }
        catch (TemporalSyntaxException e)
        {
            diagnostics.Error(e.Span, e.Message, e.Help);
        }

        for (int at = 0; at < tokens.Count - 1; at++)
        {
            bool isBlock = tokens[at].Is(Keyword) && tokens[at + 1].Is("{") && (at == 0 || !(tokens[at - 1].Is("def") || tokens[at - 1].Is(".") || tokens[at - 1].Is("::")));
            if (!isBlock)
            {
                continue;
            }

            int end = EndOf(tokens, at + 1);
            if (end < 0)
            {
                diagnostics.Error(tokens[at].Span, "the temporal condition has no end");
                break;
            }

            // Named by what it says, macros included: a policy whose condition changes is another policy.
            string identity = IdentityOf(tokens[(at + 2)..end], macros);
            string name = $"t{identity[..NameLength]}";
            List<TemporalToken> body = TemporalLexer.Read(source.Text, tokens[at + 1].Span.End, tokens[end].Span.Start, diagnostics);
            if (!conditions.TryAdd(name, new TemporalBlock(ReadCondition(body, macros, diagnostics), identity)) && conditions[name].Identity != identity)
            {
                diagnostics.Error(tokens[at].Span, TemporalBlock.Clash);
            }

            Blank(text, tokens[at].Span.Start, tokens[at].Span.Length);
            bool isClause = at > 0 && (tokens[at - 1].Is("when") || tokens[at - 1].Is("unless"));
            Replace(text, tokens[at + 1].Span.Start, tokens[end].Span.Start, name, isClause, diagnostics);
            at = end;
        }

        return new TemporalText(new SourceText(new string(text), source.Name), conditions);
    }

    private static void DefineMacros(string source, List<TemporalToken> tokens, TemporalMacros macros, char[] text, DiagnosticBag diagnostics)
    {
        int depth = 0;
        for (int at = 0; at < tokens.Count - 1;)
        {
            if (depth == 0 && tokens[at].Is("def") && tokens[at + 1].Kind == TemporalTokenKind.Word)
            {
                int start = tokens[at].Span.Start;
                macros.Define(tokens, ref at);
                Blank(text, start, tokens[at - 1].Span.End - start);
                TemporalLexer.Read(source, start, tokens[at - 1].Span.End, diagnostics);
                continue;
            }

            depth += tokens[at].Is("{") || tokens[at].Is("(") ? 1 : tokens[at].Is("}") || tokens[at].Is(")") ? -1 : 0;
            at++;
        }
    }

    private static TemporalFormula ReadCondition(List<TemporalToken> body, TemporalMacros macros, DiagnosticBag diagnostics)
    {
        try
        {
            TemporalFormula condition = TemporalParser.Parse(body, macros);
            WellFormedness.Check(condition, diagnostics);
            return condition;
        }
        catch (TemporalSyntaxException e)
        {
            diagnostics.Error(e.Span, e.Message, e.Help);
            return new TemporalFormula.Conjunction([], e.Span);
        }
    }

    private static string IdentityOf(IEnumerable<TemporalToken> tokens, TemporalMacros macros)
    {
        string text = string.Join(' ', tokens.Concat(macros.Tokens).Select(static token => $"{token.Kind}{token.Text.Length} {token.Text}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static int EndOf(List<TemporalToken> tokens, int open)
    {
        int depth = 0;
        for (int at = open; at < tokens.Count; at++)
        {
            depth += tokens[at].Is("{") ? 1 : tokens[at].Is("}") ? -1 : 0;
            if (depth == 0)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Between braces where the condition is the whole clause, between parentheses in the middle of one.</summary>
    private static void Replace(char[] text, int open, int close, string name, bool isClause, DiagnosticBag diagnostics)
    {
        string attribute = $"{Attribute}{name}";
        Blank(text, open, close + 1 - open);
        if (close - open - 1 < attribute.Length)
        {
            diagnostics.Error(new SourceSpan(open, close + 1 - open), "the temporal condition is too short to stand for", "give the macro a longer name, or spell the condition out");
            attribute = "true";
            if (close - open - 1 < attribute.Length)
            {
                return;
            }
        }

        text[open] = isClause ? '{' : '(';
        text[close] = isClause ? '}' : ')';
        attribute.CopyTo(text.AsSpan(open + 1));
    }

    private static void Blank(char[] text, int start, int length)
    {
        foreach (ref char c in text.AsSpan(start, length))
        {
            c = c is '\n' or '\r' ? c : ' ';
        }
    }
}

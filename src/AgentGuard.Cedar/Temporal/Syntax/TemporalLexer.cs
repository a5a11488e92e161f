using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Ast;

namespace AgentGuard.Cedar.Temporal.Syntax;

/// <summary>Takes a text apart. White space and comments to the end of a line are left out.</summary>
internal static class TemporalLexer
{
    private static readonly string[] s_symbols = ["...", "::", "&&", "<=", ">=", "!=", "==", "<", ">", "!", "{", "}", "(", ")", "[", "]", ",", ":", ";", ".", "*", "=", "||", "+", "-", "@", "/", "%", "&", "|"];

    /// <summary>The tokens, with one for the end.</summary>
    public static List<TemporalToken> Read(string text, int start, int end, DiagnosticBag diagnostics)
    {
        List<TemporalToken> tokens = [];
        int at = start;
        while (at < end)
        {
            char c = text[at];
            if (c is ' ' or '\t' or '\r' or '\n')
            {
                at++;
            }
            else if (c == '/' && at + 1 < end && text[at + 1] == '/')
            {
                int line = text.IndexOf('\n', at, end - at);
                at = line < 0 ? end : line;
            }
            else
            {
                tokens.Add(Next(text, ref at, end, diagnostics));
            }
        }

        tokens.Add(new TemporalToken(TemporalTokenKind.End, "the end", new SourceSpan(end, 0)));
        return tokens;
    }

    private static TemporalToken Next(string text, ref int at, int end, DiagnosticBag diagnostics)
    {
        int start = at;
        char c = text[at];
        if (c == '"')
        {
            return String(text, ref at, end, diagnostics);
        }

        if (IsStart(c) || (c is '?' or '$' && at + 1 < end && IsStart(text[at + 1])))
        {
            at++;
            while (at < end && (IsStart(text[at]) || char.IsAsciiDigit(text[at])))
            {
                at++;
            }

            TemporalTokenKind kind = c switch { '?' => TemporalTokenKind.Parameter, '$' => TemporalTokenKind.Fresh, _ => TemporalTokenKind.Word };
            return new TemporalToken(kind, text[start..at], new SourceSpan(start, at - start));
        }

        if (char.IsAsciiDigit(c) || (c == '-' && at + 1 < end && char.IsAsciiDigit(text[at + 1])))
        {
            at++;
            while (at < end && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            return new TemporalToken(TemporalTokenKind.Integer, text[start..at], new SourceSpan(start, at - start));
        }

        foreach (string symbol in s_symbols)
        {
            if (string.CompareOrdinal(text, at, symbol, 0, symbol.Length) == 0 && at + symbol.Length <= end)
            {
                at += symbol.Length;
                return new TemporalToken(TemporalTokenKind.Symbol, symbol, new SourceSpan(start, symbol.Length));
            }
        }

        at += char.IsSurrogatePair(text, at) ? 2 : 1;
        SourceSpan span = new(start, at - start);
        diagnostics.Error(span, $"`{text[start..at]}` stands for nothing here");
        return new TemporalToken(TemporalTokenKind.Symbol, text[start..at], span);
    }

    private static TemporalToken String(string text, ref int at, int end, DiagnosticBag diagnostics)
    {
        int start = at++;
        while (at < end && text[at] != '"')
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        if (at >= end)
        {
            at = end;
            SourceSpan open = new(start, end - start);
            diagnostics.Error(open, "the text has no end");
            return new TemporalToken(TemporalTokenKind.String, "", open);
        }

        string value = Escapes.Unescape(text, new SourceSpan(start + 1, at - start - 1), diagnostics);
        at++;
        return new TemporalToken(TemporalTokenKind.String, value, new SourceSpan(start, at - start));
    }

    private static bool IsStart(char c) => char.IsAsciiLetter(c) || c == '_';
}

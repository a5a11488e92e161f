using System.Security.Cryptography;
using System.Text;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Temporal.Syntax;

/// <summary>
/// What stands in a file of policies beside Cedar: temporal conditions and macros. The parser asks it at each place, and reads a condition as an attribute of
/// the context, so that all the rest is plain Cedar.
/// </summary>
internal sealed class TemporalText
{
    private const string Keyword = "temporal";

    private readonly Dictionary<int, TemporalBlock> _blocks = [];
    private readonly Dictionary<int, int> _definitions = [];
    private readonly TemporalMacros _macros = new();

    private TemporalText()
    {
    }

    /// <summary>Nothing but Cedar.</summary>
    public static TemporalText None { get; } = new();

    /// <summary>The conditions in the order of the text.</summary>
    public IEnumerable<TemporalBlock> Conditions => _blocks.Values.OrderBy(static block => block.Span.Start);

    /// <summary>The macros of Cedar expressions.</summary>
    public IReadOnlyDictionary<string, CedarMacro> CedarMacros => _macros.Cedar;

    /// <summary>Reads a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="diagnostics">Hears what is wrong.</param>
    /// <param name="declarations">What tells the declarations of events, under which conditions say what they say, from others.</param>
    public static TemporalText Read(SourceText source, DiagnosticBag diagnostics, string declarations = "")
    {
        if (!source.Text.Contains(Keyword, StringComparison.Ordinal) && !source.Text.Contains("def", StringComparison.Ordinal))
        {
            return None;
        }

        TemporalText text = new();
        List<TemporalToken> tokens = TemporalLexer.Read(source.Text, 0, source.Text.Length, new DiagnosticBag(source));
        try
        {
            text.Define(source.Text, tokens, diagnostics);
        }
        catch (TemporalSyntaxException e)
        {
            diagnostics.Error(e.Span, e.Message, e.Help);
        }

        text.ReadConditions(source.Text, tokens, declarations, diagnostics);
        return text;
    }

    /// <summary>The condition whose keyword stands at a place; null for none.</summary>
    public TemporalBlock? FindCondition(int start) => _blocks.GetValueOrDefault(start);

    /// <summary>The end of the definition that starts at a place; null for none.</summary>
    public int? FindDefinition(int start) => _definitions.TryGetValue(start, out int end) ? end : null;

    /// <summary>Whether the keyword of a condition stands here: not behind a dot, where it is an attribute.</summary>
    public static bool IsKeyword(IReadOnlyList<TemporalToken> tokens, int at) =>
        tokens[at].Is(Keyword) && tokens[at + 1].Is("{") && (at == 0 || !(tokens[at - 1].Is("def") || tokens[at - 1].Is(".") || tokens[at - 1].Is("::")));

    private void Define(string source, List<TemporalToken> tokens, DiagnosticBag diagnostics)
    {
        int depth = 0;
        for (int at = 0; at < tokens.Count - 1;)
        {
            if (depth == 0 && tokens[at].Is("def") && tokens[at + 1].Kind == TemporalTokenKind.Word)
            {
                int start = tokens[at].Span.Start;
                _macros.Define(tokens, ref at);
                _definitions.Add(start, tokens[at - 1].Span.End);
                TemporalLexer.Read(source, start, tokens[at - 1].Span.End, diagnostics);
                continue;
            }

            depth += tokens[at].Is("{") || tokens[at].Is("(") ? 1 : tokens[at].Is("}") || tokens[at].Is(")") ? -1 : 0;
            at++;
        }
    }

    private void ReadConditions(string source, List<TemporalToken> tokens, string declarations, DiagnosticBag diagnostics)
    {
        string context = $"{Form(_macros.Tokens)}\n{declarations}";
        for (int at = 0; at < tokens.Count - 1; at++)
        {
            if (FindDefinition(tokens[at].Span.Start) is { } definitionEnd)
            {
                at = tokens.FindIndex(at, token => token.Span.Start >= definitionEnd) - 1;
                continue;
            }

            if (!IsKeyword(tokens, at))
            {
                continue;
            }

            int end = EndOf(tokens, at + 1);
            if (end < 0)
            {
                diagnostics.Error(tokens[at].Span, "the temporal condition has no end");
                break;
            }

            int start = tokens[at].Span.Start;
            List<TemporalToken> body = TemporalLexer.Read(source, tokens[at + 1].Span.End, tokens[end].Span.Start, diagnostics);
            string identity = IdentityOf(tokens[(at + 2)..end], context);
            _blocks.Add(start, new TemporalBlock(new SourceSpan(start, tokens[end].Span.End - start), ReadCondition(body, _macros, diagnostics), identity));
            at = end;
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

    private static string IdentityOf(IEnumerable<TemporalToken> tokens, string context) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Form(tokens)}\n{context}")));

    private static string Form(IEnumerable<TemporalToken> tokens) => string.Join(' ', tokens.Select(static token => $"{token.Kind}{token.Text.Length} {token.Text}"));

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
}

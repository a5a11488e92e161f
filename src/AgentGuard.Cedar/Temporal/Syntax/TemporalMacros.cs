using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Temporal.Syntax;

/// <summary>The macros that conditions may call: those of a file, which win, and those of the library.</summary>
internal sealed class TemporalMacros
{
    // A macro calls none in its body, but arguments may: what is written in a line must not become a million.
    private const int MaxExpansions = 10_000;
    private const int MaxDepth = 16;
    private const int MaxTokens = 1 << 20;

    private const string Library = """
        def temporal count_within(?w, ?s) { count for ($t: Timepoint). where (formerly within ?w (?s && tp($t))) };
        def temporal sum_within(?a, ?w, ?body) { sum ?a for (?a: Long), ($t: Timepoint). where (formerly within ?w (?body && tp($t))) };
        def temporal count_distinct_within(?k, ?w, ?s) { count for (?k: String). where (formerly within ?w ?s) };
        def temporal bind(?n, ?A, ?B) { exists (?n: Long). (?A == ?n && ?B) };
        """;

    private static readonly string[] s_reserved =
        ["decimal", "datetime", "duration", "ip", "let", "in", "where", "for", "sum", "count", "tp", "formerly", "previous", "since", "true", "false", "exists", "within"];

    private static readonly Lazy<Dictionary<string, TemporalMacro>> s_library = new(static () =>
    {
        DiagnosticBag diagnostics = new(new SourceText(Library));
        List<TemporalToken> tokens = TemporalLexer.Read(Library, 0, Library.Length, diagnostics);
        TemporalMacros macros = new(withLibrary: false);
        for (int at = 0; tokens[at].Kind != TemporalTokenKind.End;)
        {
            macros.Define(tokens, ref at);
        }

        return macros._own;
    });

    private readonly Dictionary<string, TemporalMacro> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CedarMacro> _cedar = new(StringComparer.Ordinal);
    private readonly bool _withLibrary;
    private int _expansions;
    private long _tokens;

    public TemporalMacros()
        : this(withLibrary: true)
    {
    }

    private TemporalMacros(bool withLibrary) => _withLibrary = withLibrary;

    /// <summary>The macros of Cedar expressions.</summary>
    public IReadOnlyDictionary<string, CedarMacro> Cedar => _cedar;

    /// <summary>What the file's own macros of conditions say.</summary>
    public IEnumerable<TemporalToken> Tokens => _own.Values.SelectMany(static macro => macro.Body);

    public TemporalMacro? Find(string name) => _own.TryGetValue(name, out TemporalMacro? own) ? own
        : _withLibrary && s_library.Value.TryGetValue(name, out TemporalMacro? known) ? known
        : null;

    /// <summary>Counts tokens that are read once more than they are written.</summary>
    /// <exception cref="TemporalSyntaxException">There are too many of them.</exception>
    public void Spend(IReadOnlyList<TemporalToken> read, SourceSpan place)
    {
        if ((_tokens += read.Count) > MaxTokens)
        {
            throw new TemporalSyntaxException(place, $"macros stand for more than {MaxTokens} words and signs");
        }
    }

    /// <summary>Begins an expansion.</summary>
    /// <exception cref="TemporalSyntaxException">There are too many of them.</exception>
    public TemporalExpansion Enter(IReadOnlyDictionary<string, TemporalArgument> arguments, TemporalExpansion? outer, SourceSpan place)
    {
        int depth = (outer?.Depth ?? 0) + 1;
        return ++_expansions > MaxExpansions || depth > MaxDepth
            ? throw new TemporalSyntaxException(place, $"macros expand more than {MaxExpansions} times, or {MaxDepth} deep")
            : new TemporalExpansion(arguments, _expansions, depth);
    }

    /// <summary>Reads <c>def temporal name(?a, ?b) { … };</c>, or the same of a Cedar expression, <c>def cedar</c>.</summary>
    /// <exception cref="TemporalSyntaxException">It is no definition.</exception>
    public void Define(IReadOnlyList<TemporalToken> tokens, ref int at)
    {
        TemporalToken def = tokens[at++];
        TemporalToken kind = tokens[at++];
        if (!kind.Is("temporal") && !kind.Is("cedar"))
        {
            throw new TemporalSyntaxException(kind.Span, $"unexpected `{kind.Text}`", "write `def temporal name(?a) { … };`, or `def cedar` for an expression");
        }

        TemporalToken name = tokens[at++];
        if (name.Kind != TemporalTokenKind.Word || s_reserved.Contains(name.Text) || IsDefined(name.Text))
        {
            throw new TemporalSyntaxException(name.Span, IsDefined(name.Text) ? $"`{name.Text}` is defined twice" : $"a macro cannot be called `{name.Text}`");
        }

        List<string> parameters = [];
        Expect(tokens, ref at, "(");
        while (tokens[at].Kind == TemporalTokenKind.Parameter)
        {
            TemporalToken parameter = tokens[at++];
            if (parameters.Contains(parameter.Text))
            {
                throw new TemporalSyntaxException(parameter.Span, $"`{parameter.Text}` is a parameter twice");
            }

            parameters.Add(parameter.Text);
            if (!tokens[at].Is(","))
            {
                break;
            }

            at++;
        }

        Expect(tokens, ref at, ")");
        Expect(tokens, ref at, "{");
        List<TemporalToken> body = [];
        for (int depth = 1; depth > 0; at++)
        {
            TemporalToken token = tokens[at];
            if (token.Kind == TemporalTokenKind.End)
            {
                throw new TemporalSyntaxException(def.Span, $"the definition of `{name.Text}` has no end");
            }

            depth += token.Is("{") ? 1 : token.Is("}") ? -1 : 0;
            body.Add(depth == 0 ? new TemporalToken(TemporalTokenKind.End, "the end", token.Span) : token);
        }

        Expect(tokens, ref at, ";");
        if (body.Count == 1)
        {
            throw new TemporalSyntaxException(name.Span, $"`{name.Text}` stands for nothing", "write what it stands for between the braces");
        }

        if (body.Find(token => token.Kind == TemporalTokenKind.Parameter && !parameters.Contains(token.Text)) is { Text: { } stray } undeclared)
        {
            throw new TemporalSyntaxException(undeclared.Span, $"`{stray}` is no parameter of `{name.Text}`");
        }

        if (kind.Is("temporal"))
        {
            _own.Add(name.Text, new TemporalMacro(name.Text, parameters, body));
        }
        else
        {
            _cedar.Add(name.Text, CedarMacroOf(name.Text, parameters, body));
        }
    }

    private bool IsDefined(string name) => _own.ContainsKey(name) || _cedar.ContainsKey(name);

    private static CedarMacro CedarMacroOf(string name, IReadOnlyList<string> parameters, List<TemporalToken> body)
    {
        int temporal = Enumerable.Range(0, body.Count - 1).FirstOrDefault(at => TemporalText.IsKeyword(body, at), -1);
        return temporal < 0
            ? new CedarMacro(name, parameters, new SourceSpan(body[0].Span.Start, body[^1].Span.Start - body[0].Span.Start))
            : throw new TemporalSyntaxException(body[temporal].Span, "a macro of a Cedar expression holds no temporal condition", "make it a `def temporal`, or write the condition where the macro is called");
    }

    private static void Expect(IReadOnlyList<TemporalToken> tokens, ref int at, string text)
    {
        if (!tokens[at].Is(text))
        {
            throw new TemporalSyntaxException(tokens[at].Span, $"unexpected `{tokens[at].Text}`", $"expected `{text}`");
        }

        at++;
    }
}

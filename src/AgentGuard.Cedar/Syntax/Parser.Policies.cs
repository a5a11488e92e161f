using System.Globalization;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Syntax;

internal sealed partial class Parser
{
    private static readonly string[] Effects = ["permit", "forbid"];
    private static readonly string[] Clauses = ["when", "unless"];

    private bool _takesTemplates;
    private string? _clause;

    /// <param name="withTemplates">Whether a policy may have slots; where it may not, a slot is an error.</param>
    internal List<Policy> ParsePolicies(bool withTemplates)
    {
        _takesTemplates = withTemplates;
        List<Policy> policies = [];
        SkipDefinitions();
        while (!At(TokenKind.End) && !_diagnostics.IsFull)
        {
            if (policies.Count == _options.MaxPolicies)
            {
                Error(_current.Span, $"the text holds more than {_options.MaxPolicies} policies");
                break;
            }

            policies.Add(ParsePolicy(string.Create(CultureInfo.InvariantCulture, $"policy{policies.Count}")));
            if (_isLost)
            {
                Recover();
            }

            SkipDefinitions();
        }

        return policies;
    }

    private Policy ParsePolicy(string id)
    {
        int start = Start;
        List<Annotation> annotations = ParseAnnotations();
        Effect effect = ParseEffect();
        Scope[] scopes = ParseScopes();
        List<Condition> conditions = ParseConditions();
        ExpectSemicolon();
        return new Policy(id, effect, scopes[0], scopes[1], scopes[2], conditions, annotations, _source, From(start));
    }

    private List<Annotation> ParseAnnotations()
    {
        List<Annotation> annotations = [];
        HashSet<string> names = [];
        while (At(TokenKind.At))
        {
            int start = Start;
            Advance();
            Token name = ExpectWord("the name of an annotation");
            string value = "";
            if (Take(TokenKind.LeftParen))
            {
                Token text = Expect(TokenKind.String, "the value of the annotation, a string");
                value = text.Kind == TokenKind.String ? Unescape(text) : "";
                Expect(TokenKind.RightParen, "`)`");
            }

            Annotation annotation = new(Slice(name.Span).ToString(), value, From(start));
            if (!names.Add(annotation.Name))
            {
                Error(annotation.Span, $"duplicate annotation `@{Excerpt.Of(annotation.Name)}`");
            }

            annotations.Add(annotation);
        }

        return annotations;
    }

    private Effect ParseEffect()
    {
        Token word = ExpectWord("`permit` or `forbid`", "each policy starts with `permit` or `forbid`, behind its annotations");
        if (word.IsWord)
        {
            switch (Slice(word.Span))
            {
                case "permit":
                    return Effect.Permit;
                case "forbid":
                    return Effect.Forbid;
                case "when" or "unless" when At(TokenKind.LeftBrace):
                    GiveUp(word.Span, $"`{Quote(word.Span)}` stands outside a policy", "conditions come before the `;` of their policy");
                    break;
                default:
                    Error(word.Span, $"invalid policy effect `{Quote(word.Span)}`", EffectHelp(Slice(word.Span)));
                    break;
            }
        }

        return Effect.Forbid;
    }

    private static string EffectHelp(ReadOnlySpan<char> word) => word switch
    {
        "allow" or "Allow" or "ALLOW" or "grant" => "did you mean `permit`?",
        "deny" or "Deny" or "DENY" or "block" => "did you mean `forbid`?",
        _ => DidYouMean(word, Effects) ?? "an effect is either `permit` or `forbid`",
    };

    private List<Condition> ParseConditions()
    {
        List<Condition> conditions = [];
        while (_current.IsWord && !IsStartOfPolicy())
        {
            int start = Start;
            bool isUnless = AtWord("unless");
            if (!isUnless && !AtWord("when"))
            {
                string? help = DidYouMean(Slice(_current.Span), Clauses);
                if (Peek().Kind != TokenKind.LeftBrace)
                {
                    Unexpected("`when`, `unless` or `;`", help);
                    break;
                }

                Error(_current.Span, $"invalid policy condition `{Quote(_current.Span)}`", help ?? "a condition is either `when` or `unless`");
            }

            conditions.Add(ParseCondition(start, isUnless));
        }

        return conditions;
    }

    private Condition ParseCondition(int start, bool isUnless)
    {
        Token clause = Advance();
        if (_temporal.FindCondition(Start) is { } temporal && At(TokenKind.Identifier))
        {
            Sized whole = ParseTemporal(temporal);
            _nodes += whole.Nodes;
            return new Condition(isUnless, whole.Expression, From(start));
        }

        string help = $"write the condition in braces: `{Quote(clause.Span)} {{ … }}`";
        Expect(TokenKind.LeftBrace, "`{`", help);
        if (At(TokenKind.RightBrace))
        {
            Error(From(start), $"the `{Quote(clause.Span)}` clause cannot be empty");
            Advance();
            return new Condition(isUnless, Nothing(default).Expression, From(start));
        }

        _clause = isUnless ? "an `unless` clause" : "a `when` clause";
        Sized body = ParseExpression();
        _nodes += body.Nodes;
        _clause = null;
        Expect(TokenKind.RightBrace, "`}`");
        return new Condition(isUnless, body.Expression, From(start));
    }

    /// <summary>A missing semicolon is seen at the start of the next policy, and costs neither of the two.</summary>
    private void ExpectSemicolon()
    {
        if (At(TokenKind.At) || At(TokenKind.End) || IsStartOfPolicy())
        {
            Error(new SourceSpan(_previous.End, 0), "expected `;` at the end of the policy", "each policy ends with `;`");
        }
        else
        {
            Expect(TokenKind.Semicolon, "`when`, `unless` or `;`");
        }
    }

    private bool IsStartOfPolicy() => (AtWord("permit") || AtWord("forbid")) && Peek().Kind == TokenKind.LeftParen;

    private Token ExpectWord(string description, string? help = null)
    {
        if (!_current.IsWord)
        {
            Unexpected(description, help);
        }

        return Advance();
    }

    private string Unescape(Token literal) =>
        Escapes.Unescape(_source.Text, Inside(literal.Span), _diagnostics);

    private static string? DidYouMean(ReadOnlySpan<char> word, IEnumerable<string> candidates) =>
        Suggestion.Closest(word, candidates) is { } closest ? $"did you mean `{closest}`?" : null;
}

using System.Globalization;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Temporal.Syntax;

/// <summary>Reads events, values and calls of macros.</summary>
internal sealed partial class TemporalParser
{
    /// <summary>Whether a value and a comparison stand here; all that begins otherwise is a condition.</summary>
    private bool StartsComparison()
    {
        TemporalToken first = Current;
        return first.Is("(") ? IsComparison(Behind())
            : first.Kind == TemporalTokenKind.Parameter ? IsComparison(Next(1))
            : IsAggregate(0)
                || first.Kind is TemporalTokenKind.Integer or TemporalTokenKind.String or TemporalTokenKind.Fresh
                || first.Is("[") || first.Is("*")
                || (first.Kind == TemporalTokenKind.Word && !IsCall(out _) && !IsPredicate());
    }

    /// <summary>What stands behind the parenthesis that opens here.</summary>
    private TemporalToken Behind()
    {
        int depth = 0;
        for (int ahead = 0; ; ahead++)
        {
            TemporalToken token = Next(ahead);
            depth += token.Is("(") ? 1 : token.Is(")") ? -1 : 0;
            if (depth == 0 || token.Kind == TemporalTokenKind.End)
            {
                return Next(ahead + 1);
            }
        }
    }

    private bool IsAggregate(int ahead) =>
        (Next(ahead).Is("count") && Next(ahead + 1).Is("for"))
        || (Next(ahead).Is("sum") && Next(ahead + 2).Is("for"))
        || (Next(ahead + 1).Is("(") && _macros.Find(Next(ahead).Text) is { IsAggregate: true });

    private static bool IsComparison(TemporalToken token) => token.Text is "==" or "!=" or "<" or "<=" or ">" or ">=" && token.Kind == TemporalTokenKind.Symbol;

    private bool IsCall(out TemporalMacro? macro)
    {
        macro = Current.Kind == TemporalTokenKind.Word && Next(1).Is("(") ? _macros.Find(Current.Text) : null;
        if (macro is null && Current.Kind == TemporalTokenKind.Word && Next(1).Is("(") && Current.Text is not ("decimal" or "tp" or "exists"))
        {
            throw new TemporalSyntaxException(Current.Span, $"there is no macro `{Current.Text}`");
        }

        return macro is not null;
    }

    /// <summary>Names, a quoted id, and a kind behind it; an entity has none.</summary>
    private bool IsPredicate()
    {
        int ahead = 0;
        while (Next(ahead).Kind == TemporalTokenKind.Word && Next(ahead + 1).Is("::"))
        {
            ahead += 2;
        }

        return ahead > 0 && Next(ahead).Kind == TemporalTokenKind.String && Next(ahead + 1).Is("::");
    }

    private TemporalFormula.Predicate Predicate()
    {
        if (!IsPredicate())
        {
            throw Unexpected("expected an event, such as `Action::\"files.read\"::response{ input.path: context.input.path }`");
        }

        Diagnostics.SourceSpan span = Current.Span;
        EntityUid action = Entity();
        Expect("::");
        string kind = Word();
        return new TemporalFormula.Predicate(action, kind, Fields(), span);
    }

    private EntityUid Entity()
    {
        List<string> names = [Word()];
        Expect("::");
        while (Current.Kind == TemporalTokenKind.Word)
        {
            names.Add(Word());
            Expect("::");
        }

        if (Current.Kind != TemporalTokenKind.String)
        {
            throw Unexpected("expected an id in quotes");
        }

        return new EntityUid(string.Join("::", names), Take().Text);
    }

    private List<(string Path, TemporalTerm Value)> Fields()
    {
        List<(string, TemporalTerm)> fields = [];
        Expect("{");
        while (!Accept("}"))
        {
            if (fields.Count > 0)
            {
                Expect(",");
            }

            string path = Path();
            Expect(":");
            fields.Add((path, Term()));
        }

        return fields;
    }

    private string Path()
    {
        string path = Word();
        while (Accept("."))
        {
            path += $".{Word()}";
        }

        return path;
    }

    private TemporalFormula.Comparison Comparison()
    {
        Diagnostics.SourceSpan span = Current.Span;
        TemporalTerm left = Term();
        if (!IsComparison(Current))
        {
            throw Unexpected("expected a comparison");
        }

        TemporalComparison comparison = Take().Text switch
        {
            "==" => TemporalComparison.Equal,
            "!=" => TemporalComparison.NotEqual,
            "<" => TemporalComparison.Less,
            "<=" => TemporalComparison.LessOrEqual,
            ">" => TemporalComparison.Greater,
            _ => TemporalComparison.GreaterOrEqual,
        };
        return new TemporalFormula.Comparison(left, comparison, Term(), span);
    }

    private TemporalTerm Term()
    {
        Deepen();
        TemporalTerm term = TermHere();
        _depth--;
        return term;
    }

    private TemporalTerm TermHere()
    {
        TemporalToken token = Current;
        switch (token.Kind)
        {
            case TemporalTokenKind.Integer:
                Skip(1);
                return long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                    ? new TemporalTerm.Literal(TemporalValue.Of(number))
                    : throw new TemporalSyntaxException(token.Span, $"`{token.Text}` is no Long");
            case TemporalTokenKind.String:
                Skip(1);
                return new TemporalTerm.Literal(TemporalValue.Of(token.Text));
            case TemporalTokenKind.Parameter:
                return Argument().Whole(static parser => parser.Term());
            case TemporalTokenKind.Fresh:
                return new TemporalTerm.Variable(Binder());
            case TemporalTokenKind.Word:
                return WordTerm();
            default:
                return SymbolTerm();
        }
    }

    private TemporalTerm SymbolTerm()
    {
        if (Accept("*"))
        {
            return new TemporalTerm.Wildcard();
        }

        if (Accept("["))
        {
            List<TemporalValue> items = [];
            while (!Accept("]"))
            {
                if (items.Count > 0)
                {
                    Expect(",");
                }

                items.Add(Term() is TemporalTerm.Literal literal ? literal.Value : throw Unexpected("a list here holds values that stand there"));
            }

            return new TemporalTerm.Literal(TemporalValue.OfList(items));
        }

        Expect("(");
        TemporalTerm inner = Term();
        Expect(")");
        return inner;
    }

    private TemporalTerm WordTerm()
    {
        if (IsAggregate(0))
        {
            return Current.Is("count") || Current.Is("sum") ? Aggregate() : Expand(_macros.Find(Current.Text)!).Whole(static parser => parser.Term());
        }

        TemporalToken word = Current;
        if (Next(1).Is("::"))
        {
            return new TemporalTerm.Literal(TemporalValue.Of(Entity()));
        }

        if (word.Text == "decimal" && Next(1).Is("("))
        {
            Skip(2);
            TemporalToken text = Current.Kind == TemporalTokenKind.String ? Take() : throw Unexpected("expected a text, as in `decimal(\"1.50\")`");
            Expect(")");
            return CedarDecimal.TryParse(text.Text, out _) ? new TemporalTerm.Literal(TemporalValue.OfDecimal(text.Text)) : throw new TemporalSyntaxException(text.Span, $"`{text.Text}` is no decimal");
        }

        if (word.Text is "context" or "principal" or "resource")
        {
            string path = Path();
            return path == "context" ? throw new TemporalSyntaxException(word.Span, "`context` is no value", "name one, such as `context.input.path`") : new TemporalTerm.OfRequest(path);
        }

        Skip(1);
        return word.Text switch
        {
            "true" => new TemporalTerm.Literal(TemporalValue.Of(true)),
            "false" => new TemporalTerm.Literal(TemporalValue.Of(false)),
            "_" => new TemporalTerm.Wildcard(),
            _ => new TemporalTerm.Variable(word.Text),
        };
    }

    private TemporalTerm.Aggregate Aggregate()
    {
        string? summed = Accept("count") ? null : Summed();
        Expect("for");
        List<TemporalBinder> binders = [TypedBinder()];
        while (Accept(","))
        {
            binders.Add(TypedBinder());
        }

        Expect(".");
        Expect("where");
        return new TemporalTerm.Aggregate(summed, binders, Condition());
    }

    private string Summed()
    {
        Expect("sum");
        return Binder();
    }

    private TemporalBinder TypedBinder()
    {
        Expect("(");
        string name = Binder();
        Expect(":");
        string type = Word();
        while (Accept("::"))
        {
            type += $"::{Word()}";
        }

        Expect(")");
        return new TemporalBinder(name, type);
    }

    private string Binder()
    {
        TemporalToken token = Current;
        if (token.Kind == TemporalTokenKind.Parameter)
        {
            return Argument().Whole(static parser => parser.Binder());
        }

        if (token.Kind == TemporalTokenKind.Fresh && _expansion is not null)
        {
            Skip(1);
            return string.Create(CultureInfo.InvariantCulture, $"{token.Text}{_expansion.Number}");
        }

        return Word();
    }

    /// <summary>A parser for what the call gives for a parameter.</summary>
    private TemporalParser Argument()
    {
        TemporalToken parameter = Take();
        if (_expansion?.Arguments.TryGetValue(parameter.Text, out TemporalArgument? argument) != true)
        {
            throw new TemporalSyntaxException(parameter.Span, $"`{parameter.Text}` is no parameter here");
        }

        _macros.Spend(argument!.Tokens, parameter.Span);
        return new TemporalParser(argument.Tokens, _macros, argument.Outer, _depth);
    }

    /// <summary>A parser for the body of a macro that is called here.</summary>
    private TemporalParser Expand(TemporalMacro macro)
    {
        TemporalToken name = Current;
        Skip(2);
        List<IReadOnlyList<TemporalToken>> arguments = [];
        List<TemporalToken> argument = [];
        for (int depth = 0; depth >= 0;)
        {
            TemporalToken token = Take();
            if (token.Kind == TemporalTokenKind.End)
            {
                throw new TemporalSyntaxException(name.Span, $"the call of `{macro.Name}` has no end");
            }

            depth += token.Is("(") || token.Is("{") || token.Is("[") ? 1 : token.Is(")") || token.Is("}") || token.Is("]") ? -1 : 0;
            if (depth < 0 || (depth == 0 && token.Is(",")))
            {
                argument.Add(new TemporalToken(TemporalTokenKind.End, "the end", token.Span));
                arguments.Add(argument);
                argument = [];
            }
            else
            {
                argument.Add(token);
            }
        }

        if (arguments is [{ Count: 1 }] && macro.Parameters.Count == 0)
        {
            arguments.Clear();
        }

        if (arguments.Count != macro.Parameters.Count)
        {
            throw new TemporalSyntaxException(name.Span, $"`{macro.Name}` takes {macro.Parameters.Count} arguments, found {arguments.Count}");
        }

        _macros.Spend(macro.Body, name.Span);
        Dictionary<string, TemporalArgument> given = macro.Parameters.Zip(arguments).ToDictionary(static pair => pair.First, pair => new TemporalArgument(pair.Second, _expansion));
        return new TemporalParser(macro.Body, _macros, _macros.Enter(given, _expansion, name.Span), _depth);
    }
}

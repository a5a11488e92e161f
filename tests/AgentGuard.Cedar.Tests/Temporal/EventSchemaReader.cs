using AgentGuard.Cedar.Temporal.Syntax;

namespace AgentGuard.Cedar.Tests.Temporal;

/// <summary>Reads declarations of events.</summary>
internal sealed class EventSchemaReader(IReadOnlyList<TemporalToken> tokens)
{
    private const int MaxDepth = 32;

    private int _at;

    private TemporalToken Current => tokens[_at];

    /// <exception cref="TemporalSyntaxException">It is no schema.</exception>
    public IReadOnlyDictionary<string, EventKind> Read()
    {
        Dictionary<string, EventKind> kinds = new(StringComparer.Ordinal);
        if (Accept("max_window"))
        {
            Expect("=");
            _at += 2;
        }

        while (Current.Kind != TemporalTokenKind.End)
        {
            EventKind kind = ReadKind();
            if (!kinds.TryAdd(kind.Name, kind))
            {
                throw new TemporalSyntaxException(Current.Span, $"the kind `{kind.Name}` is declared twice");
            }
        }

        return kinds.Values.Any(static kind => kind.IsDecision) ? kinds : throw new TemporalSyntaxException(Current.Span, "no kind of event asks for a decision", "declare one with `decision event`");
    }

    private EventKind ReadKind()
    {
        bool isDecision = Accept("decision");
        Expect("event");
        Expect("<");
        string variable = Word();
        Expect(">");
        Expect("::");
        string name = Word();
        List<EventPin> pins = [];
        ReadFields(variable, "", pins, depth: 0);
        return new EventKind(name, isDecision, pins);
    }

    private void ReadFields(string variable, string prefix, List<EventPin> pins, int depth)
    {
        Expect("{");
        if (depth > MaxDepth)
        {
            throw new TemporalSyntaxException(Current.Span, $"fields are nested deeper than {MaxDepth} levels");
        }

        while (!Accept("}"))
        {
            if (Accept("..."))
            {
                Word();
                Expect("(");
                Expect(variable);
                Expect(")");
            }
            else
            {
                ReadField(variable, prefix, pins, depth);
            }

            if (!Accept(",") && !Current.Is("}"))
            {
                throw new TemporalSyntaxException(Current.Span, $"unexpected `{Current.Text}`", "fields stand between commas");
            }
        }
    }

    private void ReadField(string variable, string prefix, List<EventPin> pins, int depth)
    {
        bool isPin = Current.Is("pin") && !tokens[_at + 1].Is(":");
        _at += isPin ? 1 : 0;
        string name = prefix + Word();
        Expect(":");
        if (Current.Is("{"))
        {
            ReadFields(variable, $"{name}.", pins, depth + 1);
            return;
        }

        Word();
        while (Accept("::"))
        {
            Word();
        }

        if (Accept("("))
        {
            Expect(variable);
            Expect(")");
        }

        if (isPin)
        {
            Expect("=");
            string reference = Word();
            while (Accept("."))
            {
                reference += $".{Word()}";
            }

            pins.Add(new EventPin(name, reference));
        }
    }

    private string Word() => Current.Kind == TemporalTokenKind.Word ? tokens[_at++].Text : throw new TemporalSyntaxException(Current.Span, $"unexpected `{Current.Text}`", "expected a name");

    private bool Accept(string text)
    {
        bool isIt = Current.Is(text);
        _at += isIt ? 1 : 0;
        return isIt;
    }

    private void Expect(string text)
    {
        if (!Accept(text))
        {
            throw new TemporalSyntaxException(Current.Span, $"unexpected `{Current.Text}`", $"expected `{text}`");
        }
    }
}

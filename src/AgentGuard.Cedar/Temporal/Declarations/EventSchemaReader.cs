using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Temporal.Syntax;

namespace AgentGuard.Cedar.Temporal.Declarations;

/// <summary>Reads declarations of events.</summary>
internal sealed class EventSchemaReader(IReadOnlyList<TemporalToken> tokens) : TemporalTokenReader(tokens)
{
    /// <summary>What <c>...inputs(A)</c> stands for.</summary>
    public const string Input = "input";

    /// <summary>What <c>...outputs(A)</c> stands for.</summary>
    public const string Output = "output";

    private const int MaxDepth = 32;

    private readonly Dictionary<string, SourceSpan> _fields = new(StringComparer.Ordinal);
    private readonly List<EventPin> _pins = [];

    private protected override string What => "the schema of events";

    /// <exception cref="TemporalSyntaxException">It is no schema.</exception>
    public EventSchema Read()
    {
        long? maxWindow = null;
        if (Accept("max_window"))
        {
            Expect("=");
            SourceSpan span = Current.Span;
            maxWindow = Interval() is > 0 and var seconds ? seconds : throw new TemporalSyntaxException(span, "a window of no length");
        }

        Dictionary<string, EventKind> kinds = new(StringComparer.Ordinal);
        while (Current.Kind != TemporalTokenKind.End)
        {
            EventKind kind = ReadKind();
            if (!kinds.TryAdd(kind.Name, kind))
            {
                throw new TemporalSyntaxException(kind.Span, $"the kind `{kind.Name}` is declared twice");
            }
        }

        return kinds.Values.Any(static kind => kind.IsDecision)
            ? new EventSchema(kinds, maxWindow)
            : throw new TemporalSyntaxException(Current.Span, "no kind of event asks for a decision", "declare one with `decision event`");
    }

    private EventKind ReadKind()
    {
        bool isDecision = Accept("decision");
        Expect("event");
        Expect("<");
        string variable = Word();
        Expect(">");
        Expect("::");
        SourceSpan span = Current.Span;
        string name = Word();
        _fields.Clear();
        _pins.Clear();
        ReadFields(variable, "", depth: 0);
        return new EventKind(name, isDecision, span) { Fields = new Dictionary<string, SourceSpan>(_fields, StringComparer.Ordinal), Pins = [.. _pins] };
    }

    private void ReadFields(string variable, string prefix, int depth)
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
                ReadSpread(variable, prefix);
            }
            else
            {
                ReadField(variable, prefix, depth);
            }

            if (!Accept(",") && !Current.Is("}"))
            {
                throw Unexpected("fields stand between commas");
            }
        }
    }

    private void ReadSpread(string variable, string prefix)
    {
        SourceSpan span = Current.Span;
        string group = Word() switch
        {
            "inputs" => Input,
            "outputs" => Output,
            var other => throw new TemporalSyntaxException(span, $"`...{other}` stands for nothing", "known are `...inputs(A)` and `...outputs(A)`"),
        };
        Expect("(");
        Expect(variable);
        Expect(")");
        Add(prefix + group, span);
    }

    private void ReadField(string variable, string prefix, int depth)
    {
        bool isPin = Current.Is("pin") && !Next(1).Is(":");
        Skip(isPin ? 1 : 0);
        SourceSpan span = Current.Span;
        string name = prefix + Word();
        Expect(":");
        if (Current.Is("{"))
        {
            ReadFields(variable, $"{name}.", depth + 1);
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

        Add(name, span);
        if (isPin)
        {
            Expect("=");
            SourceSpan reference = Current.Span;
            _pins.Add(new EventPin(name, ReadReference(), reference));
        }
    }

    private string ReadReference()
    {
        string reference = Word();
        while (Accept("."))
        {
            reference += $".{Word()}";
        }

        return reference;
    }

    private void Add(string field, SourceSpan span)
    {
        if (!_fields.TryAdd(field, span))
        {
            throw new TemporalSyntaxException(span, $"the field `{field}` is declared twice");
        }
    }
}

using System.Globalization;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Temporal;
using AgentGuard.Cedar.Temporal.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Temporal;

/// <summary>Reads the log of a case: an event a line, with what the request that it is knows.</summary>
internal sealed class TraceLog(IReadOnlyList<TemporalToken> tokens)
{
    private int _at;

    private TemporalToken Current => tokens[_at];

    public static IEnumerable<LoggedEvent> Read(string text) => text.Split('\n').Where(static line => !string.IsNullOrWhiteSpace(line)).Select(static line =>
    {
        DiagnosticBag diagnostics = new(new SourceText(line));
        List<TemporalToken> tokens = TemporalLexer.Read(line, 0, line.Length, diagnostics);
        LoggedEvent read = new TraceLog(tokens).Event();
        Assert.Empty(diagnostics);
        return read;
    });

    private LoggedEvent Event()
    {
        Take("@");
        long at = long.Parse(Next().Text, CultureInfo.InvariantCulture);
        Dictionary<string, Node> scope = Group("scope");
        Assert.False(Current.Is("entities"));
        Dictionary<string, Node> context = Group("request_context");
        EntityUid action = Entity();
        Take("::");
        string kind = Next().Text;
        Dictionary<string, Node> logged = Members(")", Take("("));
        Assert.Equal(TemporalTokenKind.End, Current.Kind);
        return new LoggedEvent(new TemporalEvent(at, action, kind, Flat(logged, "")), scope.GetValueOrDefault("principal")?.Uid, scope.GetValueOrDefault("resource")?.Uid, context);
    }

    private Dictionary<string, Node> Group(string name)
    {
        if (!Current.Is(name))
        {
            return [];
        }

        _at++;
        return Members(")", Take("("));
    }

    private Dictionary<string, Node> Members(string end, bool _)
    {
        Dictionary<string, Node> members = new(StringComparer.Ordinal);
        while (!Current.Is(end))
        {
            if (members.Count > 0)
            {
                Take(",");
            }

            string name = Next().Text;
            Take(":");
            members.Add(name, Value());
        }

        _at++;
        return members;
    }

    private Node Value()
    {
        TemporalToken token = Current;
        if (token.Is("{"))
        {
            Dictionary<string, Node> members = Members("}", Take("{"));
            return new Node(TemporalValue.OfRecord(members.Select(static member => KeyValuePair.Create(member.Key, member.Value.Value))), new CedarRecord(members.Where(static member => member.Value.Cedar is not null).Select(static member => KeyValuePair.Create(member.Key, member.Value.Cedar!.Value))), Members: members);
        }

        if (token.Is("["))
        {
            _at++;
            List<Node> items = [];
            while (!Current.Is("]"))
            {
                _ = items.Count == 0 || Take(",");
                items.Add(Value());
            }

            _at++;
            return new Node(TemporalValue.OfList(items.Select(static item => item.Value)), new CedarSet(items.Select(static item => item.Cedar!.Value)));
        }

        if (token.Kind == TemporalTokenKind.Word && tokens[_at + 1].Is("::"))
        {
            EntityUid uid = Entity();
            return new Node(TemporalValue.Of(uid), uid, uid);
        }

        _at++;
        switch (token.Kind)
        {
            case TemporalTokenKind.String:
                return new Node(TemporalValue.Of(token.Text), token.Text);
            case TemporalTokenKind.Integer when Current.Is("."):
                _at++;
                string number = $"{token.Text}.{Next().Text}";
                return new Node(TemporalValue.OfDecimal(number), CedarDecimal.TryParse(number, out CedarDecimal value) ? (Value?)value : null);
            case TemporalTokenKind.Integer:
                long integer = long.Parse(token.Text, CultureInfo.InvariantCulture);
                return new Node(TemporalValue.Of(integer), integer);
            default:
                return token.Text switch
                {
                    "true" => new Node(TemporalValue.Of(true), true),
                    "false" => new Node(TemporalValue.Of(false), false),
                    "null" => new Node(TemporalValue.Null, Cedar: default(Value?)),
                    _ => new Node(TemporalValue.Of(token.Text), token.Text),
                };
        }
    }

    private EntityUid Entity()
    {
        List<string> names = [];
        while (Current.Kind == TemporalTokenKind.Word)
        {
            names.Add(Next().Text);
            Take("::");
        }

        return new EntityUid(string.Join("::", names), Next().Text);
    }

    private TemporalToken Next() => tokens[_at++];

    private bool Take(string text)
    {
        Assert.Equal(text, Next().Text);
        return true;
    }

    public static Dictionary<string, TemporalValue> Flat(Dictionary<string, Node> members, string prefix)
    {
        Dictionary<string, TemporalValue> flat = new(StringComparer.Ordinal);
        foreach ((string name, Node node) in members)
        {
            flat[prefix + name] = node.Value;
            foreach ((string path, TemporalValue value) in node.Members is { } inner ? Flat(inner, $"{prefix}{name}.") : [])
            {
                flat[path] = value;
            }
        }

        return flat;
    }

    /// <summary>A value as conditions compare it and as Cedar reads it.</summary>
    internal sealed record Node(TemporalValue Value, Value? Cedar, EntityUid? Uid = null, Dictionary<string, Node>? Members = null);
}

/// <summary>One line of a log.</summary>
internal sealed record LoggedEvent(TemporalEvent Event, EntityUid? Principal, EntityUid? Resource, Dictionary<string, TraceLog.Node> Context);

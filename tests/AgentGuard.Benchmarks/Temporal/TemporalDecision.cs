using System.Globalization;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Temporal;
using AgentGuard.Cedar.Temporal.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Benchmarks.Temporal;

/// <summary>
/// The temporal part of a decision, as the workloads of dogwood-local-engine have it: N conditions over logins of the last hour, asked for by one read.
/// </summary>
internal sealed class TemporalDecision : Benchmark
{
    private static readonly EntityUid s_login = new("Action", "Login");
    private static readonly EntityUid s_read = new("Action", "Read");

    private readonly TemporalHistory _history;
    private readonly string[] _names;
    private readonly int _events;
    private readonly TemporalEvent _current;
    private readonly Dictionary<string, TemporalValue> _values;

    /// <param name="workload">W1: who logged in; W2: how many did.</param>
    /// <param name="conditions">How many conditions there are.</param>
    /// <param name="events">How many events came before.</param>
    public TemporalDecision(string workload, int conditions, int events)
        : base(string.Create(CultureInfo.InvariantCulture, $"{workload}, {events} events"), conditions)
    {
        _events = events;
        Dictionary<string, TemporalFormula> formulas = [];
        for (int k = 0; k < conditions; k++)
        {
            string text = workload == "W1"
                ? FormattableString.Invariant($"formerly within 1h Action::\"Login\"::request{{ input.server: context.input.server, input.user: \"blocked{k}\" }}")
                : FormattableString.Invariant($"count_within(1h, Action::\"Login\"::request{{ requestId: _ }}) > {100_000 + k}");
            formulas.Add(string.Create(CultureInfo.InvariantCulture, $"t{k}"), TemporalParser.Parse(TemporalLexer.Read(text, 0, text.Length, new DiagnosticBag(new SourceText(text))), new TemporalMacros()));
        }

        _names = [.. formulas.Keys];
        _history = new TemporalHistory(formulas);
        for (int i = 0; i < events; i++)
        {
            _history.Observe(At(i));
        }

        _current = At(events + 1) with { Action = s_read };
        _values = new() { ["context.input.server"] = _current.Fields["input.server"] };
    }

    public override int Operations => 20;

    public override void Verify()
    {
        int held = Decide();
        int expected = Policies > 0 && Name.StartsWith("W1", StringComparison.Ordinal) ? _history.Holds("t0", new TemporalRequest(_values), _current) ? 1 : 0 : 0;
        if (held != expected)
        {
            throw new WrongAnswerException($"{Name}: {held} conditions hold, and {expected} should after {_events} events");
        }
    }

    public override void Run(int operation) => Decide();

    private int Decide()
    {
        TemporalRequest request = new(_values);
        int held = 0;
        foreach (string name in _names)
        {
            held += _history.Holds(name, request, _current) ? 1 : 0;
        }

        return held;
    }

    private static TemporalEvent At(int i)
    {
        bool isLogin = i % 5 == 0;
        string user = isLogin && i / 5 % 3 == 0 ? "blocked0" : string.Create(CultureInfo.InvariantCulture, $"u{i % 10}");
        return new TemporalEvent(i, isLogin ? s_login : s_read, "request", new Dictionary<string, TemporalValue>
        {
            ["input.server"] = TemporalValue.Of(string.Create(CultureInfo.InvariantCulture, $"s{i % 49}")),
            ["input.user"] = TemporalValue.Of(user),
            ["requestId"] = TemporalValue.Of(string.Create(CultureInfo.InvariantCulture, $"r{i}")),
        });
    }
}

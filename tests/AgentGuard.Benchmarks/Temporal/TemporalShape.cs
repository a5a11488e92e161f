using System.Globalization;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Temporal;
using AgentGuard.Cedar.Temporal.Evaluation;
using AgentGuard.Cedar.Temporal.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Benchmarks.Temporal;

/// <summary>
/// W3 of dogwood-local-engine: one condition of each shape, after so many logins of a fifth as many users, asked for by a read of one of them.
/// Verified by the general evaluator, which has no monitors.
/// </summary>
internal sealed class TemporalShape : Benchmark
{
    private const string Login = """Action::"Login"::response{ input.user: context.input.user }""";
    private const string Logout = """Action::"Logout"::response{ input.user: context.input.user }""";
    private const string Condition = "t";

    private readonly TemporalHistory _history;
    private readonly TemporalFormula _formula;
    private readonly List<TemporalEvent> _events = [];
    private readonly Dictionary<string, TemporalValue> _values;
    private readonly TemporalEvent _current;

    /// <param name="shape">A name of <see cref="Shapes"/>.</param>
    /// <param name="events">How many logins came before.</param>
    public TemporalShape(string shape, int events)
        : base(string.Create(CultureInfo.InvariantCulture, $"W3 {shape}, {events} events"), 1)
    {
        string text = Shapes[shape];
        _formula = TemporalParser.Parse(TemporalLexer.Read(text, 0, text.Length, new DiagnosticBag(new SourceText(text))), new TemporalMacros());
        _history = new TemporalHistory(new Dictionary<string, TemporalFormula> { [Condition] = _formula });
        int users = Math.Max(1, events / 5);
        for (int i = 0; i < events; i++)
        {
            // The last of every hundred logs out again.
            _events.Add(At(i, i % 100 == 99 ? "Logout" : "Login", "response", i % users));
            _history.Observe(_events[i]);
        }

        _current = At(events, "Read", "request", 0);
        _values = new() { ["context.input.user"] = _current.Fields["input.user"] };
    }

    public static IReadOnlyDictionary<string, string> Shapes { get; } = new Dictionary<string, string>
    {
        ["formerly"] = $"formerly within 1h {Login}",
        ["previous"] = $"previous within 1h {Login}",
        ["since"] = $"!{Logout} since within 1h {Login}",
        ["count"] = $"count_within(1h, {Login}) > 3",
        ["sum"] = """sum_within(n, 1h, Action::"Login"::response{ input.user: context.input.user, input.n: n }) > 30""",
        ["nested 2"] = $"formerly within 1h ({Login} && !formerly within 1h {Logout})",
        ["nested 3"] = $"count_within(1h, ({Login} && formerly within 1h ({Login} && !{Logout} since within 1h {Login}))) > 3",
        ["joined"] = """exists (u: String). (formerly within 1h (Action::"Login"::response{ input.user: u } && formerly within 1h Action::"Logout"::response{ input.user: u }))""",
    };

    public override int Operations => 20;

    public override void Verify()
    {
        bool expected = new TemporalEvaluator([.. _events, _current], _values, maxSteps: 100_000_000).Holds(_formula);
        if (Holds() != expected)
        {
            throw new WrongAnswerException($"{Name}: the condition should say {expected}");
        }
    }

    public override void Run(int operation) => Holds();

    private bool Holds() => _history.Holds(Condition, new TemporalRequest(_values), _current);

    private static TemporalEvent At(int i, string action, string kind, int user) => new(i, new EntityUid("Action", action), kind, new Dictionary<string, TemporalValue>
    {
        ["input.user"] = TemporalValue.Of(string.Create(CultureInfo.InvariantCulture, $"u{user}")),
        ["input.n"] = TemporalValue.Of(i % 10),
    });
}

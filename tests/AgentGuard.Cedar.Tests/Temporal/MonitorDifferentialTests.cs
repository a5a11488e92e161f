using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Temporal;
using AgentGuard.Cedar.Temporal.Evaluation;
using AgentGuard.Cedar.Temporal.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Temporal;

/// <summary>Monitors say what the general evaluator says, on whatever happens: 100,000 traces, each with a condition of a shape that has a monitor.</summary>
public sealed class MonitorDifferentialTests
{
    private const int Traces = 100_000;
    private const int Parts = 4;

    private static readonly string[] s_actions = ["a", "b"];
    private static readonly string[] s_kinds = ["request", "response"];
    private static readonly string[] s_users = ["u", "v"];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_monitor_says_what_the_evaluator_says(int part)
    {
        int monitored = 0;
        for (int seed = part; seed < Traces; seed += Parts)
        {
            Random random = new(seed);
            string text = Condition(random);
            DiagnosticBag diagnostics = new(new SourceText(text));
            TemporalFormula formula = TemporalParser.Parse(TemporalLexer.Read(text, 0, text.Length, diagnostics), new TemporalMacros());
            Assert.Empty(diagnostics);
            if (new MonitorCompiler(new KeyTable()).Compile(formula) is null)
            {
                continue;
            }

            monitored++;
            Play(formula, random, $"seed {seed}: {text}");
        }

        Assert.Equal(Traces / Parts, monitored);
    }

    private static void Play(TemporalFormula formula, Random random, string what)
    {
        TemporalHistory history = new(new Dictionary<string, TemporalFormula> { ["t"] = formula });
        List<TemporalEvent> events = [];
        long now = 0;
        for (int i = 0; i < 10; i++)
        {
            now += random.Next(0, 4);
            TemporalEvent happened = Event(random, now);
            events.Add(happened);
            Dictionary<string, TemporalValue> request = new() { ["context.input.user"] = TemporalValue.Of(s_users[random.Next(2)]), ["context.input.n"] = TemporalValue.Of(random.Next(3)) };
            if (random.Next(8) == 0)
            {
                request.Remove("context.input.user");
            }

            if (random.Next(16) == 0)
            {
                request["context.input.n"] = TemporalValue.Of("1");
            }

            string expected = Answer(() => new TemporalEvaluator(events, request, maxSteps: 1_000_000).Holds(formula));
            string monitored = Answer(() => history.Holds("t", new TemporalRequest(request), happened));
            Assert.True(expected == monitored, $"{what}, event {i}: the evaluator says {expected}, the monitor {monitored}");
            history.Observe(happened);
        }
    }

    private static string Answer(Func<bool> holds)
    {
        try
        {
            return holds() ? "true" : "false";
        }
        catch (TemporalFaultException e)
        {
            return e.Message.Split('`')[0];
        }
    }

    private static TemporalEvent Event(Random random, long now)
    {
        Dictionary<string, TemporalValue> fields = new() { ["input.user"] = TemporalValue.Of(s_users[random.Next(2)]), ["input.n"] = TemporalValue.Of(random.Next(3)) };
        if (random.Next(20) == 0)
        {
            fields["input.n"] = TemporalValue.Of("2");
        }

        if (random.Next(6) == 0)
        {
            fields.Remove(random.Next(2) == 0 ? "input.user" : "input.n");
        }

        return new TemporalEvent(now, new EntityUid("Action", s_actions[random.Next(2)]), s_kinds[random.Next(2)], fields);
    }

    private static string Condition(Random random) => random.Next(14) switch
    {
        0 => $"formerly within {Window(random)} {Predicate(random)}",
        1 => $"!{Predicate(random)} since within {Window(random)} {Predicate(random)}",
        2 => $"previous within {Window(random)} {Predicate(random)}",
        3 => $"count_within({Window(random)}, {Predicate(random)}) {Operator(random)} {Value(random)}",
        4 => $"{Value(random)} {Operator(random)} count_within({Window(random)}, {Predicate(random)})",
        5 => $"exists (n: Long). (count_within({Window(random)}, {Predicate(random)}) == n && n {Operator(random)} {Value(random)} && {Value(random)} {Operator(random)} n)",
        6 => $"(sum a for (a: Long), (t: Timepoint). where formerly within {Window(random)} (Action::\"{s_actions[random.Next(2)]}\"::{s_kinds[random.Next(2)]}{{ input.n: a }} && tp(t))) {Operator(random)} {Value(random)}",
        7 => $"!formerly within {Window(random)} {Predicate(random)} && {Predicate(random)}",
        8 => $"formerly within {Window(random)} ({Nested(random)})",
        9 => $"!({Nested(random)}) since within {Window(random)} ({Nested(random)})",
        10 => $"previous within {Window(random)} ({Nested(random)})",
        11 => $"count_within({Window(random)}, ({Nested(random)})) {Operator(random)} {Value(random)}",
        12 => $"sum_within(a, {Window(random)}, (Action::\"a\"::request{{ input.n: a, input.user: context.input.user }} && {Inner(random, 1, false)})) {Operator(random)} {Value(random)}",
        _ => $"{Value(random)} {Operator(random)} context.input.n && !(previous within {Window(random)} {Predicate(random)} && formerly within {Window(random)} {Predicate(random)})",
    };

    private static string Predicate(Random random)
    {
        string fields = random.Next(6) switch
        {
            0 => "",
            1 => "input.user: context.input.user",
            2 => "input.user: \"u\"",
            3 => "input.user: _, input.n: context.input.n",
            4 => "input.n: 1, input.user: context.input.user",
            _ => "input.n: context.input.n, input.user: context.input.user",
        };
        return $"Action::\"{s_actions[random.Next(2)]}\"::{s_kinds[random.Next(2)]}{{ {fields} }}";
    }

    /// <summary>An event, and what else must hold when it happens: of the request that compares with what the event names.</summary>
    private static string Nested(Random random, int depth = 0)
    {
        bool hasBoth = random.Next(2) == 0;
        string fields = hasBoth ? "input.n: context.input.n, input.user: context.input.user" : "input.user: context.input.user";
        return $"Action::\"{s_actions[random.Next(2)]}\"::{s_kinds[random.Next(2)]}{{ {fields} }} && {Inner(random, depth, hasBoth)}";
    }

    private static string Inner(Random random, int depth, bool hasBoth)
    {
        string fields = random.Next(hasBoth ? 5 : 3) switch
        {
            0 => "",
            1 => "input.user: \"u\"",
            2 => "input.user: context.input.user",
            3 => "input.n: context.input.n",
            _ => "input.user: context.input.user, input.n: context.input.n",
        };
        string happened = $"Action::\"{s_actions[random.Next(2)]}\"::{s_kinds[random.Next(2)]}{{ {fields} }}";
        string not = random.Next(3) == 0 ? "!" : "";
        return random.Next(8) switch
        {
            0 => $"{not}previous within {Window(random)} {happened}",
            1 => $"!{happened} since within {Window(random)} {happened}",
            2 => $"count_within({Window(random)}, {happened}) {Operator(random)} {random.Next(0, 3)}",
            3 when depth < 2 && hasBoth => $"{not}formerly within {Window(random)} ({Nested(random, depth + 1)})",
            4 when depth < 2 => $"{Inner(random, depth + 1, hasBoth)} && {Inner(random, depth + 1, hasBoth)}",
            5 when depth < 2 && hasBoth => $"count_within({Window(random)}, ({Nested(random, depth + 1)})) {Operator(random)} {random.Next(0, 3)}",
            6 when depth < 2 && hasBoth => $"!({Nested(random, depth + 1)}) since within {Window(random)} {happened}",
            _ => $"{not}formerly within {Window(random)} {happened}",
        };
    }

    private static string Window(Random random) => $"{random.Next(0, 8)}s";

    private static string Operator(Random random) => new[] { "==", "!=", "<", "<=", ">", ">=" }[random.Next(6)];

    private static string Value(Random random) => random.Next(4) == 0 ? "context.input.n" : $"{random.Next(0, 5)}";
}

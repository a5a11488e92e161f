using System.Globalization;
using AgentGuard.Testing;
using Spectre.Console;

namespace AgentGuard.Cli.Replay;

/// <summary>Prints a replay: a table of suites, the policies that had a say, and the conversations to look at.</summary>
internal static class ReplayText
{
    public static void Write(CliConsole console, IReadOnlyList<ReplayTally> tallies, IReadOnlyList<ReplayTally>? others, IReadOnlyList<FlippedCall>? flipped, ReplayOptions options)
    {
        console.Out.Write(Table(console, tallies, others));
        StyledText text = new();
        if (flipped is null)
        {
            AddPolicies(text, tallies);
            AddTraces(text, tallies, options.Show);
        }
        else
        {
            AddFlipped(text, flipped, options.Show);
        }

        console.Out.Write(text);
    }

    private static Table Table(CliConsole console, IReadOnlyList<ReplayTally> tallies, IReadOnlyList<ReplayTally>? others)
    {
        string[] columns = ["tasks", "unprompted", "held", "denied", "approvals", "attacks", "stopped", "strictly"];
        Table table = console.Table([.. others is null ? ["suite"] : new[] { "suite", "policies" }, .. columns]);
        for (int i = 0; i < tallies.Count; i++)
        {
            Add(table, tallies[i], others is null ? null : "--policies");
            if (others is not null)
            {
                Add(table, others[i], "--against");
            }
        }

        return table;
    }

    private static void Add(Table table, ReplayTally tally, string? policies) => table.AddRow(
    [
        .. ((string[])
        [
            HiddenText.Shown(tally.Suite),
            .. policies is null ? Array.Empty<string>() : [policies],
            Number(tally.Tasks),
            Share(tally.Permitted, tally.Tasks),
            Number(tally.Held),
            Number(tally.Denied),
            Number(tally.Approvals),
            Number(tally.Attacks),
            Share(tally.Stopped, tally.Attacks),
            Share(tally.StrictlyStopped, tally.Attacks),
        ]).Select(static cell => new Text(cell)),
    ]);

    private static void AddPolicies(StyledText text, IReadOnlyList<ReplayTally> tallies)
    {
        KeyValuePair<string, int>[] policies =
        [
            .. tallies.SelectMany(static tally => tally.Policies)
                .GroupBy(static policy => policy.Key, static policy => policy.Value)
                .Select(static policy => KeyValuePair.Create(policy.Key, policy.Sum()))
                .OrderByDescending(static policy => policy.Value)
                .ThenBy(static policy => policy.Key, StringComparer.Ordinal),
        ];
        foreach ((string policy, int calls) in policies)
        {
            text.Add($"  {HiddenText.Shown(policy)}", Styles.Strong).Add($"  {Count.Of(calls, "call")}").EndLine();
        }
    }

    private static void AddTraces(StyledText text, IReadOnlyList<ReplayTally> tallies, int show)
    {
        ReplayedTrace[] found = [.. tallies.SelectMany(static tally => tally.Traces).Where(static trace => trace.IsAttack ? !trace.IsStopped : !trace.IsPermitted).OrderByDescending(static trace => trace.IsAttack)];
        foreach (ReplayedTrace trace in found.Take(show))
        {
            text.Add(trace.IsAttack ? "not stopped  " : trace.IsDenied ? "denied       " : "held         ", trace.IsAttack || trace.IsDenied ? Styles.Error : Styles.Warning);
            IEnumerable<ReplayedCall> calls = trace.Calls.Where(call => trace.IsAttack ? call.IsNecessary : !call.IsPermitted);
            text.Add($"{HiddenText.Shown(trace.Id)}: {string.Join("; ", calls.Select(Call))}").EndLine();
        }

        AddRest(text, found.Length - show, "conversation");
    }

    private static void AddFlipped(StyledText text, IReadOnlyList<FlippedCall> flipped, int show)
    {
        text.Add(flipped.Count == 0 ? "no decision differs" : $"{Count.Of(flipped.Count, "decision")} {(flipped.Count == 1 ? "differs" : "differ")}", Styles.Strong).EndLine();
        foreach (FlippedCall flip in flipped.Take(show))
        {
            text.Add($"  {HiddenText.Shown(flip.Trace)} {HiddenText.Shown(flip.Call.Id)}: {HiddenText.Shown(flip.Call.Tool.ToString())}  {Word(flip.Call)}, and {Word(flip.Against)} against").EndLine();
        }

        AddRest(text, flipped.Count - show, "decision");
    }

    private static void AddRest(StyledText text, int rest, string what)
    {
        if (rest > 0)
        {
            text.Add($"and {Count.Of(rest, what)} more: --show {(rest > 1 ? "a larger number" : "one more")}, or --json").EndLine();
        }
    }

    private static string Call(ReplayedCall call) => $"{HiddenText.Shown(call.Tool.ToString())} {Word(call)}";

    private static string Word(ReplayedCall call)
    {
        string by = call.Policies.Count > 0 ? $" by {string.Join(", ", call.Policies.Select(static policy => HiddenText.Shown(policy)))}" : call.Reason is { } reason ? $" ({reason})" : "";
        return call.Effect switch
        {
            DecisionEffect.Permit => "permitted",
            DecisionEffect.RequireApproval => $"held{by}",
            _ => $"denied{by}",
        };
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Share(int part, int all) => all == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{part} ({100.0 * part / all:0.0} %)");
}

namespace AgentGuard.Testing.Tests.Replay;

public sealed class SharedTraceTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    public async Task Figures()
    {
        foreach (TraceSuite suite in TraceSuite.Find("/work/shared/traces", "/work/main/tests/AgentGuard.Testing.Tests/Replay/Catalogs").Where(s => s.Catalog is not null))
        {
            using AgentGuard.Testing.Replay replay = new(suite, "policies/baseline");
            ReplayTally tally = await replay.RunAsync(suite);
            output.WriteLine($"{tally.Suite}: tasks {tally.Tasks} permitted {tally.Permitted} held {tally.Held} denied {tally.Denied} approvals {tally.Approvals}; attacks {tally.Attacks} stopped {tally.Stopped} strict {tally.StrictlyStopped}");
            output.WriteLine(string.Join(' ', tally.Policies.Select(p => $"{p.Key}={p.Value}")));
            foreach (ReplayedTrace t in tally.Traces.Where(t => t.IsAttack ? !t.IsStopped : !t.IsPermitted).Take(60))
            {
                output.WriteLine($"   {(t.IsAttack ? "MISS" : "held")} {t.Id}: {string.Join("; ", t.Calls.Where(c => t.IsAttack ? c.IsNecessary : !c.IsPermitted).Select(c => $"{c.Tool.Name} {c.Effect} {c.Reason} {string.Join(',', c.Policies)}"))}");
            }
        }
    }
}

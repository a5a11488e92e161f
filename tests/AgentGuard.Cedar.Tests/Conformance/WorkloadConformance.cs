using AgentGuard.Cedar.Evaluation;

namespace AgentGuard.Cedar.Tests.Conformance;

/// <summary>The workloads that are measured are answered as Cedar answers them, and the index earns its place.</summary>
public sealed class WorkloadConformance
{
    [SkippableTheory]
    [InlineData("exact", 10, 1)]
    [InlineData("exact", 100, 1)]
    [InlineData("exact", 1000, 2)]
    [InlineData("mix", 1000, 140)]
    [InlineData("scan", 1000, 1000)]
    public void A_workload_is_answered_as_Cedar_does_and_looks_at_no_more_policies_than(string name, int policies, int considered)
    {
        Skip.IfNot(Directory.Exists(SharedData.Bench), "the workloads are not there; name their directory in AGENTGUARD_CEDAR_BENCH");
        BenchData data = BenchData.LoadAll(SharedData.Bench).Single(data => data.Name == name && data.Policies.Count == policies);
        int most = 0;
        for (int i = 0; i < data.Requests.Length; i++)
        {
            AuthorizationResult result = data.Policies.Authorize(data.Requests[i], data.Entities);
            Assert.Equal(data.Expected[i], Answers.Write(result));
            most = Math.Max(most, result.Considered);
        }

        Assert.Equal(considered, most);
    }
}

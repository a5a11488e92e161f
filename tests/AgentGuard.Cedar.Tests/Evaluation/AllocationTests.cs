using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Tests.Conformance;

namespace AgentGuard.Cedar.Tests.Evaluation;

public sealed class AllocationTests
{
    [SkippableFact]
    public void A_decision_into_a_used_result_allocates_nothing()
    {
        Skip.IfNot(Directory.Exists(SharedData.Bench), "the workloads are not there; name their directory in AGENTGUARD_CEDAR_BENCH");
        foreach (BenchData data in BenchData.LoadAll(SharedData.Bench))
        {
            AuthorizationResult result = new();
            AskAll(data, result);

            long before = GC.GetAllocatedBytesForCurrentThread();
            AskAll(data, result);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.True(allocated == 0, $"{data.Name}-{data.Policies.Count} allocated {allocated} bytes");
        }
    }

    private static void AskAll(BenchData data, AuthorizationResult result)
    {
        foreach (CedarRequest request in data.Requests)
        {
            data.Policies.Authorize(request, data.Entities, result);
        }
    }
}

using AgentGuard.Cedar.Tests;
using AgentGuard.Cedar.Tests.Conformance;

namespace AgentGuard.Benchmarks;

/// <summary>All benchmarks, in the order of the table. A new one is a <see cref="Benchmark"/> and a line here.</summary>
internal static class Suite
{
    public static IEnumerable<Benchmark> Load() => BenchData.LoadAll(SharedData.Bench).Select(data => new DecisionBenchmark(data));
}

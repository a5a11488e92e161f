using AgentGuard.Benchmarks.Gateway;
using AgentGuard.Benchmarks.Guard;
using AgentGuard.Benchmarks.Temporal;
using AgentGuard.Cedar.Tests;
using AgentGuard.Cedar.Tests.Conformance;

namespace AgentGuard.Benchmarks;

/// <summary>All benchmarks, in the order of the table. A new one is a <see cref="Benchmark"/> and a line here.</summary>
internal static class Suite
{
    public static IEnumerable<Benchmark> Load() =>
    [
        .. BenchData.LoadAll(SharedData.Bench).Select(data => new DecisionBenchmark(data)),
        new GuardedCall(Call.Permitted, policies: 10),
        new GuardedCall(Call.Permitted, policies: 100),
        new GuardedCall(Call.Permitted, policies: 1000),
        new GuardedCall(Call.Permitted, policies: 100, earlierCalls: 5000),
        new GuardedCall(Call.Denied, policies: 100),
        new GuardedCall(Call.Redacted, policies: 100),
        .. new[] { false, true }.SelectMany(static isOrdered => new[] { 100, 10_000, 1_000_000 }.Select(events => new CountedCall(isOrdered, events))),
        .. new[] { "W1", "W2" }.SelectMany(static workload => new[] { (10, 200), (1000, 200), (1000, 10_000), (1000, 100_000) }.Select(size => new TemporalDecision(workload, size.Item1, size.Item2))),
        .. TemporalShape.Shapes.Keys.SelectMany(static shape => new[] { 0, 500, 2000 }.Select(events => new TemporalShape(shape, events))),
        new OriginCall(megabytes: 0),
        new OriginCall(megabytes: 5),
        new GatewayCall(isGuarded: false),
        new GatewayCall(isGuarded: true),
    ];
}

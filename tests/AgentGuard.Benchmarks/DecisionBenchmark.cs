using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Tests.Conformance;

namespace AgentGuard.Benchmarks;

/// <summary>The engine alone: requests, entities and policies are there already.</summary>
internal sealed class DecisionBenchmark(BenchData data) : Benchmark(data.Name, data.Policies.Count)
{
    private readonly AuthorizationResult _result = new();

    public override int Operations => data.Requests.Length;

    public override void Verify()
    {
        for (int i = 0; i < data.Requests.Length; i++)
        {
            Run(i);
            string found = Answers.Write(_result);
            if (found != data.Expected[i])
            {
                throw new WrongAnswerException($"{Name}-{Policies}, request {i}: expected {data.Expected[i]}, found {found}");
            }
        }
    }

    public override void Run(int operation) => data.Policies.Authorize(data.Requests[operation], data.Entities, _result);
}

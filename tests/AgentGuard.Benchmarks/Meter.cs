using System.Diagnostics;

namespace AgentGuard.Benchmarks;

/// <summary>Repeats a benchmark in batches of about ten milliseconds and takes the median batch.</summary>
internal sealed class Meter(TimeSpan warmUp, int batches)
{
    private static readonly TimeSpan s_batch = TimeSpan.FromMilliseconds(10);

    public static Meter Quick { get; } = new(TimeSpan.FromSeconds(1), 201);

    public static Meter Thorough { get; } = new(TimeSpan.FromSeconds(3), 1001);

    public Row Measure(Benchmark benchmark)
    {
        int rounds = WarmUp(benchmark);
        double operations = (double)rounds * benchmark.Operations;
        double[] nanoseconds = new double[batches];
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < batches; i++)
        {
            nanoseconds[i] = Time(benchmark, rounds).TotalNanoseconds / operations;
        }

        double bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (operations * batches);
        Array.Sort(nanoseconds);
        return new Row(benchmark.Name, benchmark.Policies, nanoseconds[batches / 2], bytes);
    }

    /// <summary>Runs until the compiler has had its time with the code.</summary>
    /// <returns>How many rounds make a batch.</returns>
    private int WarmUp(Benchmark benchmark)
    {
        int rounds = 1;
        TimeSpan spent = TimeSpan.Zero;
        while (spent < warmUp)
        {
            TimeSpan batch = Time(benchmark, rounds);
            spent += batch;
            if (batch < s_batch)
            {
                rounds = Math.Max(rounds + 1, (int)(rounds * Math.Min(10, s_batch / batch)));
            }
        }

        return rounds;
    }

    private static TimeSpan Time(Benchmark benchmark, int rounds)
    {
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < rounds; round++)
        {
            for (int operation = 0; operation < benchmark.Operations; operation++)
            {
                benchmark.Run(operation);
            }
        }

        return Stopwatch.GetElapsedTime(start);
    }
}

namespace AgentGuard.Benchmarks;

/// <summary>Something to measure: operations that are repeated in turn.</summary>
/// <param name="name">What the row is called.</param>
/// <param name="policies">How many policies it asks.</param>
internal abstract class Benchmark(string name, int policies) : IDisposable
{
    public string Name { get; } = name;

    public int Policies { get; } = policies;

    /// <summary>How many different operations there are.</summary>
    public abstract int Operations { get; }

    /// <summary>Does every operation once and compares its outcome with the expected one.</summary>
    /// <exception cref="WrongAnswerException">They differ.</exception>
    public abstract void Verify();

    /// <summary>Does one operation.</summary>
    public abstract void Run(int operation);

    /// <summary>Cleans up what it wrote.</summary>
    public virtual void Dispose()
    {
    }
}

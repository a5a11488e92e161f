namespace AgentGuard.Cedar.Tests.Values;

internal static class Allocations
{
    /// <summary>The bytes that code allocates once it has run before. The code answers whether it did what it should.</summary>
    public static long Of(Func<bool> code)
    {
        Assert.True(code());
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool worked = code();
        long after = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(worked);
        return after - before;
    }
}

namespace AgentGuard.Tests.Delegation;

internal static class AsyncFlow
{
    private static readonly ExecutionContext s_empty = CaptureEmpty();

    /// <summary>Leaves the current scope without ending it, as a flow does that lost it across a yield.</summary>
    public static void Forget() => ExecutionContext.Restore(s_empty);

    private static ExecutionContext CaptureEmpty()
    {
        ExecutionContext? captured = null;
        Thread thread = new(() => captured = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return captured!;
    }
}

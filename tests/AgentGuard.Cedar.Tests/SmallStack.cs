namespace AgentGuard.Cedar.Tests;

/// <summary>Runs on a thread with as little stack as threads of a server have.</summary>
internal static class SmallStack
{
    public const int OneMegabyte = 1 << 20;

    public static TResult Run<TResult>(Func<TResult> function, int size = OneMegabyte)
    {
        TResult? result = default;
        Exception? failure = null;
        Thread thread = new(
            () =>
            {
                try
                {
                    result = function();
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            },
            size);
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw new InvalidOperationException("on the small stack", failure);
    }
}

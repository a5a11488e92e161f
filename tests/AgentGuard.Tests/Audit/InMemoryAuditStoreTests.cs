using System.Runtime.CompilerServices;
using AgentGuard.Tests.Guard;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.Audit;

public sealed class InMemoryAuditStoreTests
{
    [Fact]
    public async Task The_newest_entries_are_kept_and_numbers_go_on()
    {
        InMemoryAuditStore store = new(capacity: 2);

        long[] numbers = [await AppendAsync("a"), await AppendAsync("b"), await AppendAsync("c")];
        Assert.Equal([1, 2, 3], numbers);

        Assert.Equal(["b", "c"], store.Entries.Select(entry => entry.DecisionId));

        ValueTask<long> AppendAsync(string id) => store.AppendAsync(
            new AuditEntry
            {
                At = ManualTimeProvider.Start,
                DecisionId = id,
                Outcome = InvocationOutcome.Denied,
                Tool = ToolId.Parse("a.b"),
                CallId = "call",
                Chain = "",
                Digest = "",
                Bundle = "",
            },
            default);
    }

    [Theory]
    [InlineData(GuardScene.PermitAll)]
    [InlineData("forbid (principal, action, resource);")]
    public void An_entry_keeps_neither_long_arguments_nor_the_session_alive(string policies)
    {
        using GuardScene scene = new(policies);

        (WeakReference arguments, WeakReference session) = Call(scene);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(arguments.IsAlive, "the arguments are still held");
        Assert.False(session.IsAlive, "the session is still held");
        Assert.Contains("text xxxx", scene.Audit.Entries[0].Explanation, StringComparison.Ordinal);
        Assert.True(scene.Audit.Entries[0].Explanation.Length < 1000);
    }

    // A method of its own: its locals would live on in the caller.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Arguments, WeakReference Session) Call(GuardScene scene)
    {
        AgentScope scope = GuardScene.Begin(User("alice"), Agent("bot"));
        ToolCallRequest request = scene.Call($$"""{"text":"{{new string('x', 100_000)}}"}""", scope: scope);
        scene.InvokeAsync(request).AsTask().GetAwaiter().GetResult();
        scope.Dispose();
        return (new WeakReference(request.Arguments), new WeakReference(scope.Session));
    }
}

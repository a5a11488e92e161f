using AgentGuard.Cedar.Values;
using AgentGuard.Tests.Guard;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.History;

/// <summary>Budgets hold exactly, whoever calls at once: 64 callers, a session each, two guards over one history, and everything that can end a call.</summary>
public sealed class BudgetTests
{
    private const int Callers = 64;
    private const int Runs = 1_000;

    private const string Tools = """
        { "tools": {
            "payments.transfer": { "groups": ["money"] },
            "payments.refund": { "groups": ["money"], "failure": "no_effect" },
            "payments.wire": { "groups": ["money"] } } }
        """;

    private const string Facts = """
        "payments": { "kind": "count", "event": "admitted", "group": "money", "window": "24h", "key": "principal" },
        "paid": { "kind": "sum", "event": "admitted", "group": "money", "field": "input.cents", "window": "24h", "key": "principal" }
        """;

    [Fact]
    public async Task A_count_is_reached_exactly_and_never_exceeded()
    {
        using Bank bank = new("""context.history.payments >= 12""");
        for (int run = 0; run < Runs; run++)
        {
            Account account = new(bank, run, most: 12, countsCents: false);
            await account.PlayAsync();
        }
    }

    [Fact]
    public async Task A_sum_is_reached_exactly_and_never_exceeded()
    {
        using Bank bank = new("""context.history.paid + context.input.cents > 250""");
        for (int run = 0; run < Runs; run++)
        {
            Account account = new(bank, run, most: 250, countsCents: true);
            await account.PlayAsync();
        }
    }

    /// <summary>Two guards over one history and one store of approvals.</summary>
    private sealed class Bank : IDisposable
    {
        private readonly GuardScene[] _scenes;

        public Bank(string limit)
        {
            InMemoryInvocationHistoryStore history = new(maxSessions: 1_000_000);
            InMemoryApprovalStore approvals = new();
            _scenes =
            [
                .. Enumerable.Range(0, 2).Select(_ => new GuardScene(
                    GuardScene.PermitAll + $$"""
                        @id("limit") forbid (principal, action in Action::"money", resource) when { {{limit}} };
                        @id("wire") @approval("finance") forbid (principal, action == Action::"payments.wire", resource);
                        """,
                    Tools,
                    options =>
                    {
                        options.HistoryStore = history;
                        options.ApprovalStore = approvals;
                        options.TimeProvider = TimeProvider.System;
                        options.InformationTimeout = TimeSpan.FromMinutes(1);
                        options.AuditStore = null;
                        options.LoggerFactory = null;
                    },
                    Facts)),
            ];
        }

        public GuardScene this[int caller] => _scenes[caller % _scenes.Length];

        public void Dispose() => Array.ForEach(_scenes, static scene => scene.Dispose());
    }

    /// <summary>One principal's budget, and the books about it that the test keeps on its own.</summary>
    private sealed class Account(Bank bank, int run, long most, bool countsCents)
    {
        private readonly EntityUid _owner = User($"owner{run}");
        private long _spent;

        public async Task PlayAsync()
        {
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => SpendAsync(caller))));

            // Whoever was refused while others gave back what they had may try again, until none can.
            AgentScope last = GuardScene.Begin(_owner, Agent("bot"));
            while ((await CallAsync(bank[0], last, "payments.transfer", 1, static () => GuardScene.Text("done"))).Status == ToolCallStatus.Executed)
            {
                // Spends the rest.
            }

            Assert.Equal(most, Interlocked.Read(ref _spent));
        }

        private async Task SpendAsync(int caller)
        {
            Random random = new((run * Callers) + caller);
            GuardScene scene = bank[caller];
            AgentScope scope = GuardScene.Begin(_owner, Agent("bot"));
            for (int attempt = 0; attempt < 3; attempt++)
            {
                int cents = random.Next(1, 40);
                await (random.Next(8) switch
                {
                    0 => FailAsync(scene, scope, "payments.transfer", cents, new IOException("after the start"), isKept: true),
                    1 => FailAsync(scene, scope, "payments.transfer", cents, new TimeoutException("it hangs"), isKept: true),
                    2 => FailAsync(scene, scope, "payments.refund", cents, new IOException("without effect"), isKept: false),
                    3 => LeaveAsync(scene, scope, cents),
                    4 => CancelAsync(scene, scope, cents),
                    5 => WireAsync(scene, scope, cents),
                    _ => CallAsync(scene, scope, "payments.transfer", cents, static () => GuardScene.Text("done")),
                });
            }
        }

        private async Task<ToolCallOutcome> CallAsync(GuardScene scene, AgentScope scope, string tool, int cents, Func<ToolResult> end)
        {
            return await scene.Guard.InvokeAsync(Request(scene, scope, tool, cents), Body);

            async ValueTask<ToolResult> Body(System.Text.Json.JsonElement arguments, CancellationToken cancellationToken)
            {
                Spend(cents);
                await Task.Yield();
                return end();
            }
        }

        private async Task FailAsync(GuardScene scene, AgentScope scope, string tool, int cents, Exception failure, bool isKept)
        {
            bool hasRun = false;
            Exception? seen = await Record.ExceptionAsync(async () => await CallAsync(scene, scope, tool, cents, () =>
            {
                hasRun = true;
                if (!isKept)
                {
                    // Before the guard hears of it, so that the books here never say less than the guard's.
                    Spend(-cents);
                }

                throw failure;
            }));
            Assert.Same(hasRun ? failure : null, seen);
        }

        private static async Task LeaveAsync(GuardScene scene, AgentScope scope, int cents) =>
            await (await scene.Guard.AdmitAsync(Request(scene, scope, "payments.transfer", cents))).DisposeAsync();

        private static async Task CancelAsync(GuardScene scene, AgentScope scope, int cents)
        {
            ToolCallAdmission admission = await scene.Guard.AdmitAsync(Request(scene, scope, "payments.transfer", cents));
            if (admission.IsAdmitted)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
                    await admission.RunAsync(static (_, _) => throw new InvalidOperationException("it must not run"), new CancellationToken(canceled: true)));
            }
        }

        private async Task WireAsync(GuardScene scene, AgentScope scope, int cents)
        {
            ToolCallOutcome held = await CallAsync(scene, scope, "payments.wire", cents, static () => GuardScene.Text("done"));
            if (held.Status == ToolCallStatus.Held)
            {
                await scene.Guard.Approvals.ApproveAsync(held.Decision.Approval!.Id, User("fay"));
                await CallAsync(scene, scope, "payments.wire", cents, static () => GuardScene.Text("done"));
            }
        }

        private void Spend(int cents)
        {
            long spent = Interlocked.Add(ref _spent, countsCents ? cents : Math.Sign(cents));
            Assert.True(spent <= most, $"{spent} spent of {most}");
        }

        private static ToolCallRequest Request(GuardScene scene, AgentScope scope, string tool, int cents) => scene.Call($$"""{"cents":{{cents}}}""", tool, scope);
    }
}

using static AgentGuard.Principal;

namespace AgentGuard.Tests.Guard;

/// <summary>Whatever goes wrong before the tool starts, a time-out included, denies; what goes wrong after it withholds the result.</summary>
public sealed class StoreFaultTests
{
    private const string Held = """
        permit (principal, action, resource);
        @id("big") @approval("finance") @expires("30d") forbid (principal, action == Action::"payments.transfer", resource) when { context.input has amount && context.input.amount > 1000 };
        """;

    [Theory]
    [InlineData("FindRevocation")]
    [InlineData("FindGrants")]
    [InlineData("Read")]
    [InlineData("TryReserve")]
    [InlineData("Append")]
    public async Task A_store_that_fails_or_is_late_denies_and_the_tool_does_not_run(string step)
    {
        foreach (bool hangs in new[] { false, true })
        {
            FaultyStores stores = null!;
            using GuardScene scene = new(Held, configure: options => (stores = new FaultyStores(options.TimeProvider)).Into(options));
            (stores.Fails, stores.Hangs) = (step, hangs);

            await AssertFailsAsync(scene, stores, "{}");

            stores.Fails = null;
            await scene.AssertExecutedAsync();
            Assert.Equal(1, await scene.CountedAsync());
        }
    }

    [Theory]
    [InlineData("FindApproval")]
    [InlineData("TryAddApproval")]
    public async Task An_approval_store_that_fails_or_is_late_denies_a_call_that_would_be_held(string step)
    {
        foreach (bool hangs in new[] { false, true })
        {
            FaultyStores stores = null!;
            using GuardScene scene = new(Held, configure: options => (stores = new FaultyStores(options.TimeProvider)).Into(options));
            (stores.Fails, stores.Hangs) = (step, hangs);

            await AssertFailsAsync(scene, stores, """{"amount":2500}""");
        }
    }

    [Theory]
    [InlineData("FindApproval")]
    [InlineData("GetApproval")]
    [InlineData("TryUpdateApproval")]
    [InlineData("TryReserve")]
    [InlineData("Append")]
    public async Task A_store_that_fails_at_release_denies_and_does_not_use_the_approval_up(string step)
    {
        const string arguments = """{"amount":2500}""";
        foreach (bool hangs in new[] { false, true })
        {
            FaultyStores stores = null!;
            using GuardScene scene = new(
                Held + "permit (principal, action == Action::\"agentguard.approve\", resource);",
                configure: options => (stores = new FaultyStores(options.TimeProvider)).Into(options));
            ApprovalRequest held = await scene.AssertHeldAsync(arguments);
            Assert.True((await scene.Guard.Approvals.ApproveAsync(held.Id, User("fay"))).IsAccepted);
            (stores.Fails, stores.Hangs) = (step, hangs);

            await AssertFailsAsync(scene, stores, arguments);

            stores.Fails = null;
            Assert.Equal(ApprovalState.Approved, (await scene.Guard.Approvals.GetAsync(held.Id))!.State);
            Assert.Equal(0, await scene.CountedAsync());
            await scene.AssertExecutedAsync(arguments);
            Assert.Equal(ApprovalState.Consumed, (await scene.Guard.Approvals.GetAsync(held.Id))!.State);
        }
    }

    [Fact]
    public async Task A_store_that_lets_no_approval_be_used_denies_and_is_not_asked_for_ever()
    {
        FaultyStores stores = null!;
        using GuardScene scene = new(
            Held + "permit (principal, action == Action::\"agentguard.approve\", resource);",
            configure: options => (stores = new FaultyStores(options.TimeProvider)).Into(options));
        const string Arguments = """{"amount":5000}""";
        ApprovalRequest held = await scene.AssertHeldAsync(Arguments);
        Assert.True((await scene.Guard.Approvals.ApproveAsync(held.Id, User("fay"))).IsAccepted);
        stores.RefusesChanges = true;

        await AssertFailsAsync(scene, stores, Arguments);

        Assert.Equal(0, await scene.CountedAsync());
    }

    [Fact]
    public async Task A_call_that_was_given_back_because_the_log_failed_is_one_refused_call()
    {
        FaultyStores stores = null!;
        using GuardScene scene = new(configure: options =>
        {
            (stores = new FaultyStores(options.TimeProvider)).Into(options);
            options.HoldSessionAfterRefusals = 2;
        });
        stores.Fails = "Append";
        await AssertFailsAsync(scene, stores, "{}");
        await AssertFailsAsync(scene, stores, "{}");
        stores.Fails = null;

        Assert.Equal([InvocationOutcome.Denied, InvocationOutcome.Denied], await scene.HistoryAsync());
        Assert.DoesNotContain("could not be recorded", scene.Log.All, StringComparison.Ordinal);
        await scene.AssertDeniedAsync(DenyReasons.SessionHeld);
    }

    [Fact]
    public async Task A_denied_call_stays_denied_where_its_refusal_cannot_be_recorded()
    {
        FaultyStores stores = null!;
        using GuardScene scene = new("forbid (principal, action, resource);", configure: options => (stores = new FaultyStores(options.TimeProvider)).Into(options));
        stores.Fails = "Record";

        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
        Assert.Contains("could not be recorded", scene.Log.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Complete")]
    [InlineData("Append")]
    public async Task A_result_whose_outcome_cannot_be_recorded_is_withheld(string step)
    {
        foreach (bool hangs in new[] { false, true })
        {
            FaultyStores stores = null!;
            using GuardScene scene = new(Held, configure: options => (stores = new FaultyStores(options.TimeProvider)).Into(options));
            scene.Tool = (_, _) =>
            {
                (stores.Fails, stores.Hangs) = (step, hangs);
                return new(GuardScene.Text("secret"));
            };

            ToolCallOutcome outcome = await AnswerAsync(scene, scene.InvokeAsync());

            Assert.Equal(ToolCallStatus.ResultWithheld, outcome.Status);
            Assert.StartsWith("Executed: payments.transfer ran, and its result is withheld", outcome.Text, StringComparison.Ordinal);
            Assert.Null(outcome.Result);
            stores.Fails = null;
            Assert.Equal(1, await scene.CountedAsync());
        }
    }

    private static async Task AssertFailsAsync(GuardScene scene, FaultyStores stores, string arguments)
    {
        int before = scene.Runs;
        scene.AssertDenied(DenyReasons.GuardFailure, await AnswerAsync(scene, scene.InvokeAsync(arguments)), before);
        Assert.DoesNotContain(stores.Entries, entry => entry.Outcome == InvocationOutcome.Succeeded);
    }

    /// <summary>One store after the other may be late: time goes on until there is an answer.</summary>
    private static async Task<ToolCallOutcome> AnswerAsync(GuardScene scene, ValueTask<ToolCallOutcome> call)
    {
        Task<ToolCallOutcome> answer = call.AsTask();
        while (!answer.IsCompleted)
        {
            scene.Clock.Advance(TimeSpan.FromSeconds(2));
            await Task.Yield();
        }

        return await answer;
    }
}

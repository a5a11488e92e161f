namespace AgentGuard.Tests.Guard;

/// <summary>Cancellation reaches the caller, and costs nothing before the tool starts.</summary>
public sealed class CancellationTests
{
    [Fact]
    public async Task A_cancelled_call_does_not_run_and_is_given_back()
    {
        using GuardScene scene = new();
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await scene.InvokeAsync(scene.Call(), cancelled.Token));

        Assert.Equal(0, scene.Runs);
        Assert.Equal(0, await scene.CountedAsync());
    }

    [Fact]
    public async Task A_call_cancelled_while_it_is_decided_is_given_back()
    {
        FaultyStores stores = null!;
        using GuardScene scene = new(configure: options => (stores = new FaultyStores(options.TimeProvider)).Into(options));
        (stores.Fails, stores.Hangs) = ("Append", true);
        using CancellationTokenSource source = new();

        ValueTask<ToolCallOutcome> call = scene.InvokeAsync(scene.Call(), source.Token);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await call);
        Assert.Equal(0, scene.Runs);
        Assert.Equal([InvocationOutcome.Released], await scene.HistoryAsync());
    }

    [Theory]
    [InlineData("Complete")]
    [InlineData("Append")]
    public async Task A_call_that_never_started_is_not_told_as_executed_where_that_cannot_be_recorded(string step)
    {
        FaultyStores stores = null!;
        using GuardScene scene = new(configure: options => (stores = new FaultyStores(options.TimeProvider)).Into(options));
        using CancellationTokenSource cancelled = new();
        ToolCallAdmission cancelledCall = await scene.Guard.AdmitAsync(scene.Call());
        ToolCallAdmission failedCall = await scene.Guard.AdmitAsync(scene.Call());
        stores.Fails = step;
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cancelledCall.RunAsync(scene.RunAsync, cancelled.Token));
        Assert.Null(await failedCall.FailAsync(new IOException("the connection was lost before the call")));

        Assert.Equal(0, scene.Runs);
        Assert.Contains("could not be given back", scene.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admission_that_is_never_started_is_given_back()
    {
        using GuardScene scene = new();
        await using (await scene.Guard.AdmitAsync(scene.Call()))
        {
            Assert.Equal(1, await scene.CountedAsync());
        }

        Assert.Equal(0, await scene.CountedAsync());
        Assert.Equal([InvocationOutcome.Admitted, InvocationOutcome.Released], scene.Audited());
    }

    [Theory]
    [InlineData("")]
    [InlineData("@redact_result(\"/x\") forbid (principal, action, resource);")]
    public async Task A_tool_that_is_cancelled_keeps_its_reservation_and_the_cancellation_is_not_swallowed(string forbid)
    {
        using GuardScene scene = new(GuardScene.PermitAll + forbid, """{ "tools": { "payments.transfer": { "failure": "no_effect" } } }""");
        using CancellationTokenSource source = new();
        scene.Tool = async (_, token) =>
        {
            await source.CancelAsync();
            token.ThrowIfCancellationRequested();
            return GuardScene.Text("never");
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await scene.InvokeAsync(scene.Call(), source.Token));

        Assert.Equal([InvocationOutcome.Unknown], await scene.HistoryAsync());
        Assert.Equal([InvocationOutcome.Admitted, InvocationOutcome.Unknown], scene.Audited());
    }

    [Fact]
    public async Task The_outcome_is_recorded_whatever_the_callers_cancellation_says()
    {
        using GuardScene scene = new();
        using CancellationTokenSource source = new();
        scene.Tool = async (_, _) =>
        {
            await source.CancelAsync();
            return GuardScene.Text("paid");
        };

        Assert.Equal(ToolCallStatus.Executed, (await scene.InvokeAsync(scene.Call(), source.Token)).Status);
        Assert.Equal([InvocationOutcome.Succeeded], await scene.HistoryAsync());
    }
}

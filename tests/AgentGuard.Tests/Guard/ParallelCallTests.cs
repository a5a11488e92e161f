namespace AgentGuard.Tests.Guard;

/// <summary>A decision and its reservation are one step.</summary>
public sealed class ParallelCallTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Of_64_parallel_calls_against_a_limit_exactly_as_many_run_as_it_allows(int limit)
    {
        using GuardScene scene = new($$"""
            permit (principal, action, resource);
            @id("limit") forbid (principal, action, resource)
            when { context.history.counts has "payments.transfer" && context.history.counts["payments.transfer"] >= {{limit}} };
            """);

        ToolCallOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () => await scene.InvokeAsync($$"""{"n":{{i}}}"""))));

        Assert.Equal(limit, scene.Runs);
        Assert.Equal(limit, outcomes.Count(outcome => outcome.Status == ToolCallStatus.Executed));
        Assert.Equal(64 - limit, outcomes.Count(outcome => outcome.Decision.Denial?.Code == DenyReasons.Forbidden));
        Assert.Equal(limit, await scene.CountedAsync());
    }
}

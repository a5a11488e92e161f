using AgentGuard.Tests.Policies;

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

    [Fact]
    public async Task What_a_guard_remembers_is_one_memory_however_many_calls_are_the_first()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("policies.cedar", GuardScene.PermitAll);
        for (int run = 0; run < 2_000; run++)
        {
            GuardParts parts = GuardComposition.Compose(new AgentGuardOptions { PolicyPath = bundle.Folder, ReloadOnChange = false });
            using PolicyBundleProvider bundles = parts.Bundles;
            using Barrier start = new(2);

            (object, object, object, object, object)[] seen = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                start.SignalAndWait();
                return ((object)parts.Recording, (object)parts.Lost, (object)parts.Facts, (object)parts.Conditions, (object)parts.Approvals);
            })));

            Assert.Equal(seen[0], seen[1]);
        }
    }
}

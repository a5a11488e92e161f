using static AgentGuard.Principal;

namespace AgentGuard.Tests.Delegation;

public sealed class InMemoryGrantStoreTests : GrantStoreContract
{
    protected override IGrantStore CreateStore(TimeProvider clock) => new InMemoryGrantStore(clock);

    [Fact]
    public async Task Grants_that_are_over_are_dropped()
    {
        ManualTimeProvider clock = new();
        InMemoryGrantStore store = new(clock);
        await store.AddAsync(Make("gra_1", User("alice"), "over"), default);
        clock.Advance(TimeSpan.FromHours(1));

        await store.AddAsync(Make("gra_2", User("bob"), "new") with { NotAfter = clock.GetUtcNow().AddHours(1) }, default);

        Assert.Empty(await store.FindAsync(User("alice"), default));
        Assert.False(await store.RemoveAsync("gra_1", default));
        Assert.True(await store.RemoveAsync("gra_2", default));
    }
}

using static AgentGuard.Principal;

namespace AgentGuard.Tests.History;

public sealed class InMemoryHistoryStoreTests : HistoryStoreContract
{
    private protected override IInvocationHistoryStore Create(int maxEvents) => new InMemoryInvocationHistoryStore(Clock, maxEvents: maxEvents);

    [Fact]
    public async Task A_partition_that_was_idle_for_the_retention_makes_room_and_its_versions_do_not_come_again()
    {
        InMemoryInvocationHistoryStore store = new(Clock, maxSessions: 1);
        HistoryPartition first = new("principal", null, "a");
        HistoryPartition second = new("principal", null, "b");
        await store.AppendAsync([Login(first)], default);
        long version = (await store.ReadEventsAsync(first, 0, default)).Version;
        await Assert.ThrowsAsync<HistoryUnavailableException>(async () => await store.AppendAsync([Login(second)], default));

        Clock.Advance(store.Retention + TimeSpan.FromSeconds(1));
        await store.AppendAsync([Login(second)], default);
        Assert.Equal(0, (await store.ReadEventsAsync(first, version, default)).Version);
        Clock.Advance(store.Retention + TimeSpan.FromSeconds(1));
        await store.AppendAsync([Login(first)], default);

        Assert.Single((await store.ReadEventsAsync(first, version, default)).Events);
    }

    [Fact]
    public void Its_limits_have_limits()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new InMemoryInvocationHistoryStore(maxSessions: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InMemoryInvocationHistoryStore(maxEvents: 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InMemoryInvocationHistoryStore(retention: TimeSpan.Zero));
    }

    private static PartitionAppend Login(HistoryPartition partition) => new(partition, null, [new HistoryEvent("login", "", null)]);
}

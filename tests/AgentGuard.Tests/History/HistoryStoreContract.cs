using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.History;

/// <summary>What every history store must do.</summary>
public abstract class HistoryStoreContract
{
    private static readonly HistoryPartition s_alice = new("principal", "acme", "User::\"alice\"");
    private static readonly HistoryPartition s_tenant = new("tenant", "acme", "");

    private protected ManualTimeProvider Clock { get; } = new();

    private readonly SessionKey _key = new(GuardSession.Create("acme").Id, "acme", User("alice"));

    private protected abstract IInvocationHistoryStore Create(int maxEvents);

    [Fact]
    public async Task Events_are_read_in_their_order_from_any_version()
    {
        IInvocationHistoryStore store = Create(maxEvents: 100);
        await store.AppendAsync([Append(s_alice, null, "one")], default);
        HistoryEvents first = await store.ReadEventsAsync(s_alice, 0, default);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await store.AppendAsync([Append(s_alice, null, "two", "three")], default);

        HistoryEvents rest = await store.ReadEventsAsync(s_alice, first.Version, default);

        Assert.Equal(["one"], first.Events.Select(static happened => happened.Kind));
        Assert.Equal(["two", "three"], rest.Events.Select(static happened => happened.Kind));
        Assert.Equal([first.Version + 1, first.Version + 2], rest.Events.Select(static happened => happened.Sequence));
        Assert.Equal(rest.Version, rest.Events[^1].Sequence);
        Assert.All(rest.Events, happened => Assert.Equal(Clock.GetUtcNow(), happened.At));
        Assert.Empty((await store.ReadEventsAsync(s_alice, rest.Version, default)).Events);
        Assert.Empty((await store.ReadEventsAsync(s_alice with { Tenant = "globex" }, 0, default)).Events);
        Assert.Empty((await store.ReadEventsAsync(s_alice with { Tenant = null }, 0, default)).Events);
    }

    [Fact]
    public async Task A_reservation_goes_into_all_partitions_or_none()
    {
        IInvocationHistoryStore store = Create(maxEvents: 100);
        await store.AppendAsync([Append(s_tenant, null, "freeze")], default);
        long version = (await store.ReadEventsAsync(s_tenant, 0, default)).Version;
        SessionHistory session = await store.ReadAsync(_key, default);

        Assert.False(await store.TryReserveAsync(_key, session.Version, Call("a"), [Append(s_alice, 0, "admitted"), Append(s_tenant, version - 1, "admitted")], default));
        Assert.False(await store.TryReserveAsync(_key, session.Version + 1, Call("b"), [Append(s_alice, 0, "admitted"), Append(s_tenant, version, "admitted")], default));
        Assert.Empty((await store.ReadEventsAsync(s_alice, 0, default)).Events);
        Assert.Empty(await store.ListAsync(_key, default));

        Assert.True(await store.TryReserveAsync(_key, session.Version, Call("c"), [Append(s_alice, 0, "admitted"), Append(s_tenant, version)], default));
        Assert.Single((await store.ReadEventsAsync(s_alice, 0, default)).Events);
        Assert.Equal(version, (await store.ReadEventsAsync(s_tenant, 0, default)).Version);
    }

    [Fact]
    public async Task A_full_partition_refuses_what_is_new_and_keeps_room_for_what_runs()
    {
        IInvocationHistoryStore store = Create(maxEvents: 4);
        SessionHistory session = await store.ReadAsync(_key, default);
        Assert.True(await store.TryReserveAsync(_key, session.Version, Call("a"), [Append(s_alice, 0, "request", "admitted", "note") with { KeepsRoom = true }], default));
        session = await store.ReadAsync(_key, default);

        await Assert.ThrowsAsync<HistoryUnavailableException>(async () => await store.TryReserveAsync(_key, session.Version, Call("b"), [Append(s_alice, null) with { KeepsRoom = true }], default));
        await Assert.ThrowsAsync<HistoryUnavailableException>(async () => await store.AppendAsync([Append(s_alice, null, "login")], default));
        await store.CompleteAsync(_key, "a", InvocationOutcome.Succeeded, [], [new PartitionAppend(s_alice, null, [new HistoryEvent("response", "a", null)])], default);

        HistoryEvents all = await store.ReadEventsAsync(s_alice, 0, default);
        Assert.Equal(["request", "admitted", "note", "response"], all.Events.Select(static happened => happened.Kind));
        Assert.Equal(Clock.GetUtcNow(), all.LostAt);

        // Once its events are older than the retention there is room again.
        Clock.Advance(store.Retention + TimeSpan.FromSeconds(1));
        await store.AppendAsync([Append(s_alice, null, "login")], default);
        Assert.Equal(["login"], (await store.ReadEventsAsync(s_alice, all.Version, default)).Events.Select(static happened => happened.Kind));
    }

    [Fact]
    public async Task Room_that_was_kept_is_given_back_when_a_call_ends_whatever_is_written_then()
    {
        IInvocationHistoryStore store = Create(maxEvents: 4);
        for (int i = 0; i < 10; i++)
        {
            SessionHistory session = await store.ReadAsync(_key, default);
            Assert.True(await store.TryReserveAsync(_key, session.Version, Call($"a{i}"), [Append(s_alice, null) with { KeepsRoom = true }, Append(s_tenant, null) with { KeepsRoom = true }], default));
            await store.CompleteAsync(_key, $"a{i}", InvocationOutcome.Released, [], [], default);
        }

        await store.AppendAsync([Append(s_alice, null, "1", "2", "3", "4")], default);
        Assert.Equal(4, (await store.ReadEventsAsync(s_alice, 0, default)).Events.Count);
    }

    [Fact]
    public async Task A_clock_that_goes_back_is_refused_and_an_end_is_recorded_all_the_same()
    {
        IInvocationHistoryStore store = Create(maxEvents: 100);
        SessionHistory session = await store.ReadAsync(_key, default);
        Assert.True(await store.TryReserveAsync(_key, session.Version, Call("a"), [Append(s_alice, 0, "admitted")], default));
        DateTimeOffset at = Clock.GetUtcNow();
        Clock.TurnBack(TimeSpan.FromMinutes(1));

        await Assert.ThrowsAsync<HistoryUnavailableException>(async () => await store.AppendAsync([Append(s_alice, null, "login")], default));
        await store.CompleteAsync(_key, "a", InvocationOutcome.Unknown, [], [Append(s_alice, null, "error")], default);

        Assert.Equal([at, at], (await store.ReadEventsAsync(s_alice, 0, default)).Events.Select(static happened => happened.At));
    }

    [Fact]
    public async Task It_knows_since_when_something_is_written()
    {
        IInvocationHistoryStore store = Create(maxEvents: 100);
        Assert.Equal([null], await store.RecordingSinceAsync(["a"], default));
        await store.ReadAsync(_key, default);
        await store.RecordAsync(_key, Call("a") with { Outcome = InvocationOutcome.Denied }, [], default);
        DateTimeOffset first = Clock.GetUtcNow();
        Assert.Equal([null, first], await store.RecordingSinceAsync(["a", "b"], default));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([first, null, Clock.GetUtcNow()], await store.RecordingSinceAsync(["b", "a", "c"], default));
        await store.RecordingSinceAsync(["c"], default);
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([Clock.GetUtcNow(), Clock.GetUtcNow() - TimeSpan.FromMinutes(1)], await store.RecordingSinceAsync(["a", "c"], default));
        Assert.InRange(store.HashKey.Length, 32, 1024);
    }

    [Fact]
    public async Task Of_parallel_reservations_on_one_version_one_passes()
    {
        IInvocationHistoryStore store = Create(maxEvents: 1_000);
        for (int round = 0; round < 50; round++)
        {
            SessionKey[] keys = [.. Enumerable.Range(0, 8).Select(_ => _key with { SessionId = GuardSession.Create("acme").Id })];
            long version = (await store.ReadEventsAsync(s_alice, 0, default)).Version;
            bool[] passed = await Task.WhenAll(keys.Select(key => Task.Run(async () =>
                await store.TryReserveAsync(key, (await store.ReadAsync(key, default)).Version, Call(key.SessionId), [Append(s_alice, version, "admitted")], default))));

            Assert.Single(passed, static one => one);
        }
    }

    private static PartitionAppend Append(HistoryPartition partition, long? version, params string[] kinds) =>
        new(partition, version, [.. kinds.Select(static kind => new HistoryEvent(kind, "a", null))]);

    private Invocation Call(string decisionId) => new(
        decisionId, decisionId, ToolId.Parse("payments.transfer"), User("alice"), [], "", InvocationOutcome.Admitted, Clock.GetUtcNow());
}

using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.Delegation;

/// <summary>What every grant store does.</summary>
public abstract class GrantStoreContract
{
    private readonly ManualTimeProvider _clock = new();

    protected abstract IGrantStore CreateStore(TimeProvider clock);

    [Fact]
    public async Task A_principal_has_its_own_grants_and_no_others()
    {
        IGrantStore store = CreateStore(_clock);
        Grant read = Make("gra_1", User("alice"), "read");
        Grant write = Make("gra_2", User("alice"), "write");
        await store.AddAsync(read, default);
        await store.AddAsync(write, default);
        await store.AddAsync(Make("gra_3", Agent("alice"), "other"), default);

        Assert.Equal([read, write], (await store.FindAsync(User("alice"), default)).OrderBy(grant => grant.Id));
        Assert.Empty(await store.FindAsync(User("bob"), default));
    }

    [Fact]
    public async Task What_is_removed_is_gone_and_is_removed_once()
    {
        IGrantStore store = CreateStore(_clock);
        Grant kept = Make("gra_2", User("alice"), "kept");
        await store.AddAsync(Make("gra_1", User("alice"), "gone"), default);
        await store.AddAsync(kept, default);

        Assert.True(await store.RemoveAsync("gra_1", default));
        Assert.False(await store.RemoveAsync("gra_1", default));
        Assert.Equal([kept], await store.FindAsync(User("alice"), default));
        Assert.True(await store.RemoveAsync("gra_2", default));
        Assert.Empty(await store.FindAsync(User("alice"), default));
    }

    [Fact]
    public async Task Everything_of_a_grant_is_kept()
    {
        IGrantStore store = CreateStore(_clock);
        Grant tool = Make("gra_1", Workload("spiffe://example.org/runner"), "vault-read") with
        {
            Tool = ToolId.Parse("vault.read"),
            Resource = new EntityUid("Vault", "prod \"1\""),
            Tenant = "acme",
            SessionId = "ses_1",
            NotBefore = ManualTimeProvider.Start.AddTicks(1),
            NotAfter = ManualTimeProvider.Start.AddTicks(2),
        };
        Grant group = Make("gra_2", tool.Principal, "money") with { Group = "money" };
        await store.AddAsync(tool, default);
        await store.AddAsync(group, default);

        Assert.Equal([tool, group], (await store.FindAsync(tool.Principal, default)).OrderBy(grant => grant.Id));
    }

    [Fact]
    public async Task Parallel_grants_are_all_kept()
    {
        IGrantStore store = CreateStore(_clock);
        await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () =>
            await store.AddAsync(Make($"gra_{i}", User("alice"), $"grant{i}"), default))));

        Assert.Equal(64, (await store.FindAsync(User("alice"), default)).Select(grant => grant.Name).Distinct().Count());
    }

    protected static Grant Make(string id, EntityUid principal, string name) =>
        new() { Id = id, Name = name, Principal = principal, NotAfter = ManualTimeProvider.Start.AddHours(1) };
}

using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.Delegation;

public sealed class GrantRegistryTests
{
    private static readonly DateTimeOffset s_now = ManualTimeProvider.Start;
    private static readonly EntityUid s_vault = new("Vault", "prod");

    private readonly ManualTimeProvider _clock = new();
    private readonly GrantRegistry _grants;
    private readonly GuardSession _session = GuardSession.CreateWithId("ses_1", "acme");

    public GrantRegistryTests() => _grants = new GrantRegistry(new InMemoryGrantStore(_clock), _clock);

    [Fact]
    public async Task A_grant_gets_an_id_that_nobody_can_guess()
    {
        Grant first = await _grants.AddAsync(Make("vault-read") with { Id = "mine" });
        Grant second = await _grants.AddAsync(Make("vault-read"));

        Assert.StartsWith("gra_", first.Id, StringComparison.Ordinal);
        Assert.Equal(36, first.Id.Length);
        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task A_grant_is_active_from_its_first_instant_to_just_before_its_last()
    {
        await _grants.AddAsync(Make("vault-read") with { NotBefore = s_now.AddTicks(1), NotAfter = s_now.AddTicks(3) });
        List<bool> active = [];
        for (int tick = 0; tick < 5; tick++)
        {
            active.Add((await ActiveAsync()).Contains("vault-read"));
            _clock.Advance(TimeSpan.FromTicks(1));
        }

        Assert.Equal([false, true, true, false, false], active);
    }

    [Fact]
    public async Task What_a_grant_names_narrows_it()
    {
        await _grants.AddAsync(Make("any"));
        await _grants.AddAsync(Make("tool") with { Tool = ToolId.Parse("vault.read") });
        await _grants.AddAsync(Make("other tool") with { Tool = ToolId.Parse("vault.write") });
        await _grants.AddAsync(Make("group") with { Group = "secrets" });
        await _grants.AddAsync(Make("other group") with { Group = "money" });
        await _grants.AddAsync(Make("resource") with { Resource = s_vault });
        await _grants.AddAsync(Make("other resource") with { Resource = new EntityUid("Vault", "test") });
        await _grants.AddAsync(Make("session") with { SessionId = "ses_1" });
        await _grants.AddAsync(Make("other session") with { SessionId = "ses_2" });
        await _grants.AddAsync(Make("other tenant") with { Tenant = "umbrella" });
        await _grants.AddAsync(Make("no tenant") with { Tenant = null });
        await _grants.AddAsync(Make("other principal") with { Principal = User("runner") });

        Assert.Equal(["any", "group", "resource", "session", "tool"], (await ActiveAsync()).Order());
    }

    [Fact]
    public async Task A_grant_without_a_tenant_counts_only_in_sessions_without_one()
    {
        await _grants.AddAsync(Make("vault-read") with { Tenant = null });

        Assert.Empty(await ActiveAsync());
        Assert.Equal(["vault-read"], await ActiveAsync(GuardSession.Create()));
    }

    [Fact]
    public async Task Two_grants_of_one_name_are_one_name_and_end_one_by_one()
    {
        Grant first = await _grants.AddAsync(Make("vault-read"));
        Grant second = await _grants.AddAsync(Make("vault-read"));

        Assert.Equal(["vault-read"], await ActiveAsync());
        Assert.True(await _grants.RevokeAsync(first.Id));
        Assert.Equal(["vault-read"], await ActiveAsync());
        Assert.True(await _grants.RevokeAsync(second.Id));
        Assert.Empty(await ActiveAsync());
        Assert.False(await _grants.RevokeAsync(second.Id));
    }

    [Fact]
    public async Task A_grant_that_makes_no_sense_throws()
    {
        Grant[] senseless =
        [
            Make(""),
            Make("\ud800"),
            Make("x") with { Principal = Group("finance") },
            Make("x") with { Tool = ToolId.Parse("vault.read"), Group = "secrets" },
            Make("x") with { Group = "" },
            Make("x") with { Tenant = "" },
            Make("x") with { SessionId = "\udc00" },
            Make("x") with { NotBefore = s_now, NotAfter = s_now },
            Make("x") with { NotBefore = s_now.AddTicks(1), NotAfter = s_now },
        ];

        foreach (Grant grant in senseless)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await _grants.AddAsync(grant));
        }

        Assert.Empty(await ActiveAsync());
    }

    private static Grant Make(string name) =>
        new() { Name = name, Principal = Workload("runner"), Tenant = "acme", NotAfter = s_now.AddHours(1) };

    private ValueTask<IReadOnlyCollection<string>> ActiveAsync(GuardSession? session = null) =>
        _grants.ActiveForAsync(Workload("runner"), ToolId.Parse("vault.read"), ["secrets", "read_only"], s_vault, session ?? _session, default);
}

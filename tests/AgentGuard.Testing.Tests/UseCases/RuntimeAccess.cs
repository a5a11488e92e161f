using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;
using static AgentGuard.Testing.Tests.Transcripts;

namespace AgentGuard.Testing.Tests;

/// <summary>Pattern R: who runs, from where, when and for what is part of each decision.</summary>
public sealed class RuntimeAccess
{
    private static readonly EntityUid s_billing = Workload("spiffe://example.org/ns/prod/sa/billing");

    [Fact]
    public Task R1_Workload_environment_and_hour_must_fit() => Verify(Scenario
        .With("policies/use-cases/R1-workload-environment-and-hours", options => options.Environment["stage"] = "production")
        .As(Workload("night-batch"), Agent("closer"))
        .Calls("ledger.close").Denied(because: DenyReasons.NotPermitted)
        .After(TimeSpan.FromHours(10))
        .Calls("ledger.close").Permitted()
        .After(TimeSpan.FromHours(1))
        .Calls("ledger.close").Denied(because: DenyReasons.NotPermitted));

    [Fact]
    public Task R1_The_same_hour_in_another_environment_is_refused() => Verify(Scenario
        .With("policies/use-cases/R1-workload-environment-and-hours", options => options.Environment["stage"] = "test")
        .As(Workload("night-batch"), Agent("closer"))
        .After(TimeSpan.FromHours(10))
        .Calls("ledger.close").Denied(because: DenyReasons.NotPermitted));

    [Theory]
    [InlineData("acme", "annual-audit", true)]
    [InlineData("globex", "annual-audit", false)]
    [InlineData("acme", "curiosity", false)]
    [InlineData(null, "annual-audit", false)]
    public Task R2_An_export_needs_the_approved_tenant_and_purpose(string? tenant, string purpose, bool permitted)
    {
        ScenarioCall call = Scenario
            .With("policies/use-cases/R2-tenant-and-purpose")
            .InSession(tenant, new KeyValuePair<string, Value>("purpose", purpose))
            .As(User("alice"), Agent("exporter"))
            .Calls("database.export", new { table = "ledger" });
        return (permitted ? call.Permitted() : call.Denied(because: DenyReasons.NotPermitted)).RunAsync();
    }

    [Fact]
    public Task R2_A_purpose_that_the_model_writes_is_no_purpose() => Verify(Scenario
        .With("policies/use-cases/R2-tenant-and-purpose")
        .InSession("acme")
        .As(User("alice"), Agent("exporter"))
        .Calls("database.export", new { table = "ledger", purpose = "annual-audit", session = new { purpose = "annual-audit" } }).Denied(because: DenyReasons.NotPermitted));

    [Fact]
    public Task R3_The_vault_is_read_in_the_build_window_from_the_registered_runner() => Verify(Scenario
        .With("policies/use-cases/R3-build-window")
        .As(Workload("runner-7"), Agent("build-bot"))
        .Calls("vault.read", new { name = "signing-key" }).Denied(because: DenyReasons.NotPermitted)
        .Meanwhile("a build starts: its runner has ten minutes", (guard, session) => GrantAsync(guard, session, "build-window", Workload("runner-7"), TimeSpan.FromMinutes(10)))
        .Calls("vault.read", new { name = "signing-key" }).Permitted()
        .After(TimeSpan.FromMinutes(10))
        .Calls("vault.read", new { name = "signing-key" }).Denied(because: DenyReasons.NotPermitted));

    [Fact]
    public Task R3_The_window_opens_nothing_to_a_runner_that_is_not_registered() => Verify(Scenario
        .With("policies/use-cases/R3-build-window")
        .As(Workload("runner-8"), Agent("build-bot"))
        .Meanwhile("a build starts: its runner has ten minutes", (guard, session) => GrantAsync(guard, session, "build-window", Workload("runner-8"), TimeSpan.FromMinutes(10)))
        .Calls("vault.read", new { name = "signing-key" }).Denied(because: DenyReasons.NotPermitted));

    [Fact]
    public Task R4_A_verified_workload_identity_reads() => Verify(Scenario
        .With("policies/use-cases/R4-spiffe-identity")
        .As(new Hop(s_billing) { Claims = new CedarRecord([new("trustDomain", "example.org")]) })
        .Calls("invoices.read").Permitted());

    [Fact]
    public Task R4_An_asserted_workload_identity_starts_nothing() => Verify(Scenario
        .With("policies/use-cases/R4-spiffe-identity")
        .As(Hop.Asserted(s_billing))
        .Calls("invoices.read").Denied(because: DenyReasons.InvalidRoot));

    [Fact]
    public Task R5_A_deployment_that_drifted_and_a_leaked_token_are_stopped()
    {
        string deployed = "sha256:a";
        return Verify(Scenario
            .With("policies/use-cases/R5-deployment-drift-and-leaked-token", options => options.InformationPoints.Add(new Facts("cluster", _ => Deployment(deployed))))
            .As(Workload("worker"), Agent("drainer"))
            .Calls("queue.drain").Permitted()
            .Meanwhile("another image is running", (_, _) =>
            {
                deployed = "sha256:b";
                return Task.CompletedTask;
            })
            .Calls("queue.drain").Denied(because: DenyReasons.NotPermitted)
            .Meanwhile("the approved image is back, and its token has leaked", async (guard, _) =>
            {
                deployed = "sha256:a";
                await guard.Revocations.RevokeAsync(RevocationTarget.Principal(Workload("worker")), "token leaked");
            })
            .Calls("queue.drain").Denied(because: DenyReasons.Revoked));
    }

    internal static async Task GrantAsync(ToolCallGuard guard, GuardSession session, string name, EntityUid principal, TimeSpan window)
    {
        DateTimeOffset now = new ScenarioClock().GetUtcNow();
        await guard.Grants.AddAsync(new Grant { Name = name, Principal = principal, SessionId = session.Id, NotBefore = now, NotAfter = now + window });
    }

    private static PolicyInformation Deployment(string image) => new PolicyInformation()
        .With(Workload("worker"), "deployedImage", image)
        .With(Workload("worker"), "approvedImage", "sha256:a");
}

using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;
using static AgentGuard.Testing.Tests.Transcripts;

namespace AgentGuard.Testing.Tests;

/// <summary>Pattern P: the decision is made where data or power is reached for.</summary>
public sealed class PointOfAccess
{
    [Fact]
    public Task P1_No_data_comes_back_before_identity_scope_and_token_state_are_checked()
    {
        bool active = true;
        return Verify(Scenario
            .With("policies/use-cases/P1-identity-before-data", options => options.InformationPoints.Add(new Facts("introspection", query => Token(query, active, "records:read"))))
            .As(User("alice"), Agent("records-bot"))
            .Calls("records.read", new { id = 7 }).Returns(new { name = "ACME" }).Permitted()
            .Meanwhile("the token is withdrawn", (_, _) =>
            {
                active = false;
                return Task.CompletedTask;
            })
            .Calls("records.read", new { id = 7 }).Denied(because: DenyReasons.NotPermitted));
    }

    [Fact]
    public Task P1_A_token_without_the_scope_reads_nothing() => Verify(Scenario
        .With("policies/use-cases/P1-identity-before-data", options => options.InformationPoints.Add(new Facts("introspection", query => Token(query, true, "mail:read"))))
        .As(User("alice"), Agent("records-bot"))
        .Calls("records.read", new { id = 7 }).Denied(because: DenyReasons.NotPermitted));

    [Fact]
    public Task P1_Introspection_that_fails_denies_and_is_no_absent_attribute() => Verify(Scenario
        .With("policies/use-cases/P1-identity-before-data", options => options.InformationPoints.Add(new Facts("introspection", _ => throw new HttpRequestException("down"))))
        .As(User("alice"), Agent("records-bot"))
        .Calls("records.read", new { id = 7 }).Denied(because: DenyReasons.InformationFailure));

    [Fact]
    public Task P2_Nothing_is_destroyed_over_the_risk_threshold()
    {
        long risk = 10;
        return Verify(Scenario
            .With("policies/use-cases/P2-risk-threshold", options => options.InformationPoints.Add(new Facts("risk", _ => new PolicyInformation().WithEnvironment("risk", risk))))
            .As(User("alice"), Agent("janitor"))
            .Calls("files.delete", new { path = "/tmp/a" }).Permitted()
            .Meanwhile("the session turns risky", (_, _) =>
            {
                risk = 70;
                return Task.CompletedTask;
            })
            .Calls("files.read", new { path = "/tmp/b" }).Permitted()
            .Calls("files.delete", new { path = "/tmp/b" }).Denied(by: "too-risky"));
    }

    [Fact]
    public Task P3_A_secret_is_read_from_an_approved_runtime_with_a_current_approval() => Verify(Scenario
        .With("policies/use-cases/P3-secrets-from-approved-runtime")
        .As(Workload("prod-runner"), Agent("deployer"))
        .Calls("vault.read", new { name = "db" }).Held(by: "secret-needs-approval")
        .Approved(by: User("sam"))
        .Calls("vault.read", new { name = "db" }).Returns(new { value = "s3cr3t" }).PermittedReturning(new { value = "[redacted]" })
        .Calls("vault.read", new { name = "db" }).Held(by: "secret-needs-approval")
        .Approved(by: User("sam"))
        .After(TimeSpan.FromMinutes(11))
        .Calls("vault.read", new { name = "db" }).Held(by: "secret-needs-approval"));

    [Fact]
    public Task P3_No_approval_opens_a_secret_to_another_runtime() => Verify(Scenario
        .With("policies/use-cases/P3-secrets-from-approved-runtime")
        .As(Workload("laptop"), Agent("deployer"))
        .Calls("vault.read", new { name = "db" }).Denied(because: DenyReasons.NotPermitted));

    [Fact]
    public Task P4_A_release_to_production_is_confirmed_and_approved() => Verify(Scenario
        .With("policies/use-cases/P4-step-up-for-production")
        .As(User("alice"), Agent("release-bot"))
        .Calls("release.deploy", new { stage = "test" }).Permitted()
        .Calls("release.deploy", new { stage = "production" }).Held(by: "production-confirmed")
        .ConfirmationRejected(by: User("rita"))
        .Confirmed(by: User("alice"))
        .Calls("release.deploy", new { stage = "production" }).Held(by: "production-approved")
        .ApprovalRejected(by: User("alice"))
        .Approved(by: User("rita"))
        .Calls("release.deploy", new { stage = "production" }).Permitted());

    [Fact]
    public Task P4_The_same_step_up_stops_a_human_without_an_agent() => Verify(Scenario
        .With("policies/use-cases/P4-step-up-for-production")
        .As(User("alice"))
        .Calls("release.deploy", new { stage = "production" }).Held(by: "production-approved")
        .Confirmed(by: User("alice"))
        .Approved(by: User("rita"))
        .Calls("release.deploy", new { stage = "production" }).Permitted());

    [Fact]
    public Task P4_A_service_has_nobody_to_confirm_and_is_denied() => Verify(Scenario
        .With("policies/use-cases/P4-step-up-for-production")
        .As(Service("cron"), Agent("release-bot"))
        .Calls("release.deploy", new { stage = "production" }).Denied(because: DenyReasons.UndischargedObligation));

    [Theory]
    [InlineData("k2", true, true)]
    [InlineData("k1", true, false)]
    [InlineData("k2", false, false)]
    public Task P5_An_agent_acts_with_the_current_credential_of_an_owner_who_is_employed(string credential, bool employed, bool permitted)
    {
        ScenarioCall call = Scenario
            .With("policies/use-cases/P5-owned-and-current", options => options.InformationPoints.Add(new Facts("directory", _ => Owned(credential, employed))))
            .As(Service("scheduler"), Agent("reporter"))
            .Calls("reports.build");
        return (permitted ? call.Permitted() : call.Denied(because: DenyReasons.NotPermitted)).RunAsync();
    }

    [Fact]
    public Task P5_An_agent_that_nobody_owns_is_refused() => Verify(Scenario
        .With("policies/use-cases/P5-owned-and-current")
        .As(Service("scheduler"), Agent("orphan"))
        .Calls("reports.build").Denied(because: DenyReasons.NotPermitted));

    private static PolicyInformation Token(InformationQuery query, bool active, string scope) => new PolicyInformation().With(
        query.Chain.Root.Principal, "token", new CedarRecord([new("active", active), new("scope", new CedarSet([scope]))]));

    private static PolicyInformation Owned(string credential, bool employed) => new PolicyInformation()
        .With(Agent("reporter"), "credential", credential)
        .With(Agent("reporter"), "owner", new CedarRecord([new("employed", employed), new("issuedCredential", "k2")]));
}

using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;
using static AgentGuard.Testing.Tests.Transcripts;

namespace AgentGuard.Testing.Tests;

/// <summary>Pattern B: policy says permit, deny, step up or constrain, from everything that is known at the moment of the call.</summary>
public sealed class PolicyBasedEnforcement
{
    private static readonly CedarRecord s_trusted = new([new("verified", true), new("builder", "trusted-ci")]);
    private static readonly CedarRecord s_untrusted = new([new("verified", true), new("builder", "somebody")]);

    [Fact]
    public Task B1_Policy_permits_denies_steps_up_and_constrains() => Verify(Scenario
        .With("policies/use-cases/B1-permit-deny-step-up-constrain")
        .As(User("alice"), Agent("assistant"))
        .Calls("payments.transfer", new { to = "DE89370400440532013000", amount = 20 }).Permitted()
        .Calls("files.delete", new { path = "/data/a" }).Denied(by: "no-deletes")
        .Calls("payments.transfer", new { to = "DE89370400440532013000", amount = 1001 }).Held(by: "big-transfer")
        .Approved(by: User("fay"))
        .Calls("payments.transfer", new { to = "DE89370400440532013000", amount = 1001 }).Permitted()
        .Calls("mail.send", new { to = "bob@example.com", text = "hi" }).Permitted()
        .Calls("mail.send", new { to = "eve@elsewhere.net", text = "hi" }).Held(by: "confirm-mail")
        .Confirmed(by: User("alice"))
        .Calls("mail.send", new { to = "eve@elsewhere.net", text = "hi" }).Permitted()
        .Calls("crm.read", new { id = 1 }).Returns(new { cards = new[] { new { brand = "Visa", number = "4111111111111111" } } })
            .PermittedReturning(new { cards = new[] { new { brand = "Visa", number = "[redacted]" } } })
        .Calls("payments.transfer", new { to = "DE89370400440532013000", amount = 20, note = "my IBAN is secret" })
            .PermittedWith(new { to = "DE89370400440532013000", amount = 20, note = "[redacted]" }));

    [Theory]
    [InlineData("trainer", "clicks", "ranking", true)]
    [InlineData("notebook", "clicks", "ranking", false)]
    [InlineData("trainer", "health", "ranking", false)]
    [InlineData("trainer", "health", "care", true)]
    public Task B2_Reads_come_from_approved_workloads_for_the_task_of_the_data(string workload, string dataset, string purpose, bool permitted)
    {
        ScenarioCall call = Scenario
            .With("policies/use-cases/B2-workload-and-task")
            .InSession(attributes: new KeyValuePair<string, Value>("purpose", purpose))
            .As(Workload(workload))
            .Calls("lake.read", new { dataset });
        return (permitted ? call.Permitted() : call.Denied(because: DenyReasons.NotPermitted)).RunAsync();
    }

    [Fact]
    public Task B3_A_deploy_needs_a_fresh_grant_and_a_trusted_attestation() => Verify(Scenario
        .With("policies/use-cases/B3-grant-and-attestation", options => options.InformationPoints.Add(new Facts("attestations", Attested)))
        .InSession(attributes: new KeyValuePair<string, Value>("transaction", "tx-1"))
        .As(User("alice"), Agent("release-bot"))
        .Calls("deploy.start", new { build = "good" }).Denied(because: DenyReasons.NotPermitted)
        .Meanwhile("alice gets five minutes", (guard, session) => RuntimeAccess.GrantAsync(guard, session, "deploy-now", User("alice"), TimeSpan.FromMinutes(5)))
        .Calls("deploy.start", new { build = "bad" }).Denied(because: DenyReasons.NotPermitted)
        .Calls("deploy.start", new { build = "good" }).Permitted()
        .After(TimeSpan.FromMinutes(5))
        .Calls("deploy.start", new { build = "good" }).Denied(because: DenyReasons.NotPermitted)
        .Calls("vault.read", new { name = "db", transaction = "tx-1" }).Permitted()
        .Calls("vault.read", new { name = "db", transaction = "tx-2" }).Denied(because: DenyReasons.NotPermitted));

    [Fact]
    public Task B4_An_approval_is_no_standing_gate() => Verify(Scenario
        .With("policies/use-cases/B4-no-standing-approval")
        .As(User("alice"), Agent("treasury-bot"))
        .Calls("payments.transfer", new { to = "DE89370400440532013000", amount = 20 }).Held(by: "every-transfer")
        .Approved(by: User("fay"))
        .Calls("payments.transfer", new { to = "DE89370400440532013000", amount = 21 }).Held(by: "every-transfer")
        .Calls("payments.transfer", new { to = "DE89370400440532013000", amount = 20 }).Permitted()
        .Calls("payments.transfer", new { to = "DE89370400440532013000", amount = 20 }).Held(by: "every-transfer"));

    private static PolicyInformation Attested(InformationQuery query)
    {
        PolicyInformation facts = new();
        foreach (EntityUid build in query.Resources.Where(resource => resource.Type == "Build"))
        {
            facts.With(build, "attestation", build.Id == "good" ? s_trusted : s_untrusted);
        }

        return facts;
    }
}

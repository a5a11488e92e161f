using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;
using static AgentGuard.Testing.Tests.Transcripts;

namespace AgentGuard.Testing.Tests;

/// <summary>Pattern E: one point through which every call goes, whatever asks and whatever answers.</summary>
public sealed class EnforcementPoint
{
    [Theory]
    [InlineData("checkout", true)]
    [InlineData("crawler", false)]
    public Task E2_The_workload_must_match_the_policy(string workload, bool permitted)
    {
        ScenarioCall call = Scenario
            .With("policies/use-cases/E2-mesh-check")
            .As(Workload(workload))
            .Calls("inventory.reserve", new { item = "book" });
        return (permitted ? call.Permitted() : call.Denied(because: DenyReasons.NotPermitted)).RunAsync();
    }

    [Fact]
    public Task E3_A_job_whose_secret_was_not_rotated_is_stopped() => Verify(Scenario
        .With("policies/use-cases/E3-stale-rotation", options => options.InformationPoints.Add(new Facts("secrets", _ => RotatedAtStart())))
        .As(Service("backup"))
        .Calls("backup.run").Permitted()
        .After(TimeSpan.FromDays(90))
        .Calls("backup.run").Permitted()
        .After(TimeSpan.FromMilliseconds(1))
        .Calls("backup.run").Denied(because: DenyReasons.NotPermitted));

    [Fact]
    public Task E4_A_call_waits_until_scope_and_data_class_are_confirmed() => Verify(Scenario
        .With("policies/use-cases/E4-scope-and-data-class")
        .As(User("alice"), Agent("librarian"))
        .Calls("documents.share", new { document = "handbook" }).Permitted()
        .Calls("documents.share", new { document = "merger" }).Denied(because: DenyReasons.NotPermitted)
        .Calls("documents.share", new { document = "unclassified" }).Denied(because: DenyReasons.PolicyError)
        .Calls("documents.share", new { document = "salaries" }).Held(by: "restricted-waits")
        .Approved(by: User("dora"))
        .Calls("documents.share", new { document = "salaries" }).Permitted()
        .Calls("people.read", new { id = 1 }).Returns(new { name = "Ada" }).Permitted()
        .Calls("documents.share", new { document = "handbook" }).Denied(by: "seen-personal-data"));

    [Fact]
    public Task E5_A_grant_holds_in_its_window_and_no_longer() => Verify(Scenario
        .With("policies/use-cases/E5-just-in-time-grant")
        .As(User("alice"), Agent("ops-bot"))
        .Calls("servers.restart", new { server = "web-1" }).Denied(because: DenyReasons.NotPermitted)
        .Meanwhile("an incident gives alice an hour", (guard, session) => RuntimeAccess.GrantAsync(guard, session, "incident-4711", User("alice"), TimeSpan.FromHours(1)))
        .Calls("servers.restart", new { server = "web-1" }).Permitted()
        .After(TimeSpan.FromMinutes(59))
        .Calls("servers.restart", new { server = "web-1" }).Permitted()
        .After(TimeSpan.FromMinutes(1))
        .Calls("servers.restart", new { server = "web-1" }).Denied(because: DenyReasons.NotPermitted));

    [Fact]
    public async Task E6_Every_decision_can_be_traced()
    {
        InMemoryAuditStore audit = new();
        await Scenario
            .With("policies/use-cases/E6-traced-and-repeated", options => options.AuditStore = audit)
            .As(User("alice"), Agent("treasury-bot"))
            .Calls("payments.transfer", new { to = "DE89370400440532013000", amount = 20, reference = "private" }).Permitted()
            .Calls("payments.transfer", new { to = "DE89370400440532013000", amount = 2000, reference = "private" }).Denied(by: "limit")
            .RunAsync();

        Assert.Equal(
            [InvocationOutcome.Admitted, InvocationOutcome.Succeeded, InvocationOutcome.Denied],
            audit.Entries.Select(entry => entry.Outcome));
        Assert.Equal(audit.Entries[0].DecisionId, audit.Entries[1].DecisionId);
        Assert.NotEqual(audit.Entries[0].Digest, audit.Entries[2].Digest);
        Assert.DoesNotContain(audit.Entries, entry => entry.ToString().Contains("private", StringComparison.Ordinal));
        await Verifier.Verify(string.Join("\n\n", audit.Entries.Where(entry => entry.Explanation.Length > 0).Select(entry => WithoutIds(entry))));
    }

    private static PolicyInformation RotatedAtStart() =>
        new PolicyInformation().With(Service("backup"), "secretRotatedAt", new CedarDateTime(new ScenarioClock().GetUtcNow().ToUnixTimeMilliseconds()));

    private static string WithoutIds(AuditEntry entry) => entry.Explanation
        .Replace(entry.DecisionId, "dec_", StringComparison.Ordinal)
        .Replace(entry.Bundle, "bundle", StringComparison.Ordinal);
}

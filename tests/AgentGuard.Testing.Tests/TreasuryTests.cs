using static AgentGuard.Principal;
using static AgentGuard.Testing.Tests.Transcripts;

namespace AgentGuard.Testing.Tests;

/// <summary>The bundle of the README, and the test that stands there.</summary>
public sealed class TreasuryTests
{
    private const string Acme = "DE89370400440532013000";

    [Fact]
    public Task An_account_from_a_mail_is_held() =>
        Verify(Scenario.With("policies/treasury").As(User("alice"), Agent("treasury-bot"))
            .Says("Pay the ACME invoice, it is in my mail")
            .Calls("mail.read", new { id = 7 }).Returns($"ACME invoice: 250 EUR to {Acme}").Permitted()
            .Calls("payments.transfer", new { to = Acme, amount = 250 }).Held(by: "unknown-payee")
            .Approved(by: User("fay"))
            .Calls("payments.transfer", new { to = Acme, amount = 250 }).Permitted());

    [Fact]
    public Task An_account_from_the_user_passes_and_a_large_transfer_waits() =>
        Verify(Scenario.With("policies/treasury").As(User("alice"), Agent("treasury-bot"))
            .Says("Pay 250 to DE89 3704 0044 0532 0130 00, and then 2500")
            .Calls("payments.transfer", new { to = Acme, amount = 250 }).Permitted()
            .Calls("payments.transfer", new { to = Acme, amount = 2500 }).Held(by: "large-transfer")
            .ApprovalRejected(by: User("alice"))
            .After(TimeSpan.FromMinutes(15))
            .ApprovalRejected(by: User("fay")));

    [Fact]
    public Task Parallel_calls_of_sub_agents_are_decided_one_by_one() =>
        Scenario.With("policies/treasury").As(User("alice"), Agent("treasury-bot"))
            .InParallel(
                one => one.Calls("files.delete", new { path = "/a" }).Denied(by: "no-agent-deletes"),
                two => two.SubAgent(Agent("clerk"), clerk => clerk.Calls("mail.read", new { id = 1 }).Permitted()),
                three => three.SubAgent(Agent("clerk"), clerk => clerk.Calls("payments.transfer", new { to = Acme, amount = 1 }).Denied()))
            .RunAsync();

    [Fact]
    public async Task A_step_that_goes_otherwise_fails_with_the_transcript_and_the_guards_explanation()
    {
        ScenarioException failure = await Assert.ThrowsAsync<ScenarioException>(() => Scenario
            .With("policies/treasury").As(User("alice"), Agent("treasury-bot"))
            .Calls("files.delete", new { path = "/a" }).Permitted()
            .RunAsync());

        Assert.StartsWith("files.delete: it was to be permitted, and is denied", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no-agent-deletes  treasury.cedar:", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_yes_with_nothing_held_fails() =>
        await Assert.ThrowsAsync<ScenarioException>(() => Scenario.With("policies/treasury").As(User("alice")).Approved(by: User("fay")).RunAsync());

    [Fact]
    public async Task A_bundle_that_is_nowhere_is_said_to_be_so() =>
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => Scenario.With("policies/nowhere").RunAsync());

    [Theory]
    [InlineData("files.delte", "/invoices", DenyReasons.UnknownTool)]
    [InlineData("payments.transfer", 7, DenyReasons.InvalidArguments)]
    public async Task A_refusal_for_a_slip_passes_no_scenario_that_expects_one_of_policies(string tool, object to, string reason)
    {
        ScenarioCall call = Scenario.With("policies/treasury").As(User("alice"), Agent("treasury-bot")).Calls(tool, new { to });

        ScenarioException failure = await Assert.ThrowsAsync<ScenarioException>(() => call.Denied().RunAsync());

        Assert.StartsWith($"{tool}: no policy was asked, for ", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"; if that is meant, expect the reason `{reason}`", failure.Message, StringComparison.Ordinal);
        await Scenario.With("policies/treasury").As(User("alice"), Agent("treasury-bot")).Calls(tool, new { to }).Denied(because: reason).RunAsync();
    }
}

using System.Globalization;
using static AgentGuard.Principal;

namespace AgentGuard.Testing.Tests;

/// <summary>What guards in the field do badly, shown not to be done here.</summary>
public sealed class FieldMistakeTests
{
    [Fact]
    public async Task An_unknown_operator_is_an_error_and_not_a_rule_that_never_fires()
    {
        using TemporaryBundle bundle = new("permit (principal, action, resource);\nforbid (principal, action, resource) when { context.input.amount => 1000 };");
        await Assert.ThrowsAsync<PolicyBundleException>(() => Scenario.With(bundle.Path).As(User("alice")).RunAsync());
    }

    [Fact]
    public async Task A_forbid_that_cannot_be_evaluated_denies()
    {
        using TemporaryBundle bundle = new("permit (principal, action, resource);\nforbid (principal, action, resource) when { context.input.amonut > 1000 };");
        await Scenario.With(bundle.Path).As(User("alice"))
            .Calls("payments.transfer", new { amount = 1 }).Denied(because: DenyReasons.PolicyError)
            .RunAsync();
    }

    [Fact]
    public async Task An_argument_authorises_nothing_by_having_the_name_of_a_trusted_fact()
    {
        using TemporaryBundle bundle = new("""
            permit (principal, action, resource) when { context has allowed_tools && context.allowed_tools.contains("payments.transfer") };
            permit (principal, action, resource) when { principal.claims has admin };
            permit (principal, action, resource) when { principal.grants.contains("admin") };
            """);
        await Scenario.With(bundle.Path).As(User("alice"))
            .Calls("payments.transfer", new { allowed_tools = new[] { "payments.transfer" }, claims = new { admin = true }, grants = new[] { "admin" }, principal = new { claims = new { admin = true } } })
            .Denied(because: DenyReasons.NotPermitted)
            .RunAsync();
    }

    [Fact]
    public async Task A_limit_never_turns_a_denial_into_a_permit_and_the_last_policy_does_not_win()
    {
        using TemporaryBundle bundle = new("""
            @id("never") forbid (principal, action, resource) when { context.input.amount > 10 };
            permit (principal, action, resource) when { context.history.calls < 100 };
            permit (principal, action, resource);
            """);
        await Scenario.With(bundle.Path).As(User("alice"))
            .Calls("payments.transfer", new { amount = 11 }).Denied(by: "never")
            .RunAsync();
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("")]
    public async Task Numbers_mean_the_same_in_every_culture_and_no_text_dodges_a_limit(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        using TemporaryBundle bundle = new("permit (principal, action, resource);\n@id(\"limit\") forbid (principal, action, resource) when { context.input.amount > 1000 };");
        await Scenario.With(bundle.Path).As(User("alice"))
            .Calls("payments.transfer", """{"amount":1001}""").Denied(by: "limit")
            .Calls("payments.transfer", """{"amount":NaN}""").Denied(because: DenyReasons.InvalidArguments)
            .Calls("payments.transfer", """{"amount":"9999 USD"}""").Denied(because: DenyReasons.PolicyError)
            .Calls("payments.transfer", """{"amount":1.500}""").Denied(because: DenyReasons.PolicyError)
            .RunAsync();
    }

    [Fact]
    public async Task A_dictionary_of_any_kind_is_read_whole()
    {
        using TemporaryBundle bundle = new("permit (principal, action, resource);\n@id(\"limit\") forbid (principal, action, resource) when { context.input.amount > 1000 };");
        using ToolCallGuard guard = ToolCallGuard.FromPolicies(bundle.Path);
        using AgentScope scope = AgentScope.Begin(User("alice"));
        ToolCallOutcome outcome = await guard.InvokeAsync(
            new ToolCallRequest
            {
                Tool = new ToolDefinition(ToolId.Parse("payments.transfer")),
                Arguments = ToolArguments.From(new Microsoft.Extensions.AI.AIFunctionArguments { ["amount"] = 1001 }),
            },
            (_, _) => throw new InvalidOperationException("the tool ran"));
        Assert.Equal(DenyReasons.Forbidden, outcome.Decision.Denial?.Code);
    }

    [Fact]
    public async Task An_audit_log_that_fails_is_not_swallowed_and_the_tool_does_not_run()
    {
        using TemporaryBundle bundle = new("permit (principal, action, resource);");
        await Scenario.With(bundle.Path, options => options.AuditStore = new BrokenAudit()).As(User("alice"))
            .Calls("payments.transfer").Denied(because: DenyReasons.GuardFailure)
            .RunAsync();
    }

    [Fact]
    public async Task A_kill_switch_stops_the_next_call()
    {
        using TemporaryBundle bundle = new("permit (principal, action, resource);");
        await Scenario.With(bundle.Path).As(User("alice"), Agent("bot"))
            .Calls("payments.transfer").Permitted()
            .Meanwhile("the agent is switched off", async (guard, _) => await guard.Revocations.RevokeAsync(RevocationTarget.Principal(Agent("bot"))))
            .Calls("payments.transfer").Denied(because: DenyReasons.Revoked)
            .RunAsync();
    }

    [Fact]
    public async Task Policies_are_parsed_once_and_not_on_each_call()
    {
        using TemporaryBundle bundle = new("permit (principal, action, resource);");
        await Scenario.With(bundle.Path).As(User("alice"))
            .Calls("payments.transfer").Permitted()
            .Meanwhile("the files are gone, and nobody reads them again", (_, _) =>
            {
                File.Delete(Path.Combine(bundle.Path, "test.cedar"));
                return Task.CompletedTask;
            })
            .Calls("payments.transfer").Permitted()
            .RunAsync();
    }

    private sealed class BrokenAudit : IAuditStore
    {
        public ValueTask<long> AppendAsync(AuditEntry entry, CancellationToken cancellationToken) => throw new IOException("the disk is full");
    }
}

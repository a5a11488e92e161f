using System.Globalization;
using static AgentGuard.Principal;

namespace AgentGuard.Testing.Tests;

/// <summary>What guards in the field do badly, shown not to be done here.</summary>
public sealed class FieldMistakeTests
{
    [Theory]
    [InlineData("context.input.amount => 1000")]
    [InlineData("context.input.amount = 1000")]
    [InlineData("context.input.amount === 1000")]
    [InlineData("context.input.amount <> 1000")]
    [InlineData("context.input.amount gt 1000")]
    [InlineData("context.input.amount.exceeds(1000)")]
    [InlineData("context.input.to =~ \"DE.*\"")]
    public async Task An_unknown_operator_is_an_error_and_not_a_rule_that_never_fires(string condition)
    {
        using TemporaryBundle bundle = new($"permit (principal, action, resource);\nforbid (principal, action, resource) when {{ {condition} }};");
        PolicyBundleException refused = await Assert.ThrowsAsync<PolicyBundleException>(() => Scenario.With(bundle.Path).As(User("alice")).RunAsync());
        Assert.Contains("test.cedar:2:", refused.Message, StringComparison.Ordinal);
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

    [Theory]
    [InlineData("context.session.tenant == \"acme\"", """{"session":{"tenant":"acme"}}""")]
    [InlineData("context.history.calls == 4711", """{"history":{"calls":4711}}""")]
    [InlineData("context.delegation.depth == 4711", """{"delegation":{"depth":4711}}""")]
    [InlineData("context.delegation.acting == User::\"root\"", """{"delegation":{"acting":{"__entity":{"type":"User","id":"root"}}}}""")]
    [InlineData("context.environment.stage == \"test\"", """{"environment":{"stage":"test"}}""")]
    [InlineData("context.origin.to.contains(\"user\")", """{"to":"x","origin":{"to":["user"]}}""")]
    [InlineData("context.now < datetime(\"1999-12-31\")", """{"now":0}""")]
    [InlineData("context.amount == 1", """{"amount":1}""")]
    [InlineData("context.input.input.amount == 1", """{"input.amount":1}""")]
    public async Task An_argument_never_takes_the_place_of_a_trusted_record(string condition, string arguments)
    {
        using TemporaryBundle bundle = new($"permit (principal, action, resource) when {{ {condition} }};");
        await Scenario.With(bundle.Path, options => options.Environment["stage"] = "production").As(User("alice"), Agent("bot"))
            .Calls("payments.transfer", arguments).Denied(because: DenyReasons.NotPermitted)
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

    [Fact]
    public void A_thousand_rules_make_no_more_garbage_than_ten()
    {
        long few = AllocatedWith(10);
        long many = AllocatedWith(1000);

        // A condition that is read anew takes two kilobytes.
        Assert.True(many - few < 64 << 10, $"10 rules: {few} bytes, 1000 rules: {many} bytes");

        static long AllocatedWith(int rules)
        {
            using TemporaryBundle bundle = new("permit (principal, action, resource);\n" + string.Concat(
                Enumerable.Range(0, rules).Select(i => $"forbid (principal, action, resource) when {{ context.input.amount > {1000 + i} }};\n")));
            using ToolCallGuard guard = ToolCallGuard.FromPolicies(bundle.Path, options => options.ReloadOnChange = false);
            using AgentScope scope = AgentScope.Begin(User("alice"));
            Call();
            long before = GC.GetAllocatedBytesForCurrentThread();
            Call();
            return GC.GetAllocatedBytesForCurrentThread() - before;

            void Call()
            {
                ValueTask<ToolCallOutcome> call = guard.InvokeAsync(
                    new ToolCallRequest { Tool = new ToolDefinition(ToolId.Parse("payments.transfer")), Arguments = ToolArguments.FromJson("""{"amount":1}""") },
                    (_, _) => new(new ToolResult("done", [])));
                Assert.True(call.IsCompletedSuccessfully);
                Assert.Equal(ToolCallStatus.Executed, call.Result.Status);
            }
        }
    }

    private sealed class BrokenAudit : IAuditStore
    {
        public ValueTask<long> AppendAsync(AuditEntry entry, CancellationToken cancellationToken) => throw new IOException("the disk is full");
    }
}

using AgentGuard.Cedar.Values;
using static AgentGuard.Testing.Tests.Transcripts;
using static AgentGuard.Principal;

namespace AgentGuard.Testing.Tests;

/// <summary>Pattern D: a decision at one place is no proof at the next.</summary>
public sealed class DistributedEnforcement
{
    private static readonly Hop s_writer = new(User("alice"))
    {
        Claims = Claims(["crm.read", "crm.write"], "https://crm.example.com"),
    };

    [Fact]
    public Task D2_A_payment_needs_an_approved_workflow_and_a_new_payee_a_yes()
    {
        string state = "draft";
        return Verify(Scenario
            .With("policies/use-cases/D2-approved-workflow", options => options.InformationPoints.Add(new Facts("workflows", _ => Workflow(state))))
            .As(User("alice"), Agent("payer"))
            .Calls("payments.pay", new { invoice = "R-17", to = "DE89370400440532013000" }).Denied(because: DenyReasons.NotPermitted)
            .Meanwhile("the workflow is approved", (_, _) =>
            {
                state = "approved";
                return Task.CompletedTask;
            })
            .Calls("payments.pay", new { invoice = "R-18", to = "DE89370400440532013000" }).Denied(because: DenyReasons.NotPermitted)
            .Calls("payments.pay", new { invoice = "R-17", to = "DE89370400440532013000" }).Permitted()
            .Calls("payments.pay", new { invoice = "R-17", to = "NL91ABNA0417164300" }).Held(by: "new-payee")
            .Approved(by: User("fay"))
            .Calls("payments.pay", new { invoice = "R-17", to = "NL91ABNA0417164300" }).Permitted());
    }

    [Fact]
    public Task D3_Scope_and_audience_are_checked_again_before_a_write() => Verify(Scenario
        .With("policies/use-cases/D3-token-scope-and-audience")
        .As(s_writer, Agent("crm-bot"))
        .Calls("crm.read", new { id = 1 }).Permitted()
        .Calls("crm.update", new { id = 1, name = "ACME" }).Permitted());

    [Fact]
    public Task D3_A_token_for_another_audience_does_not_write() => Verify(Scenario
        .With("policies/use-cases/D3-token-scope-and-audience")
        .As(s_writer with { Claims = Claims(["crm.write"], "https://mail.example.com") }, Agent("crm-bot"))
        .Calls("crm.read", new { id = 1 }).Permitted()
        .Calls("crm.update", new { id = 1, name = "ACME" }).Denied(because: DenyReasons.NotPermitted));

    [Fact]
    public Task D3_A_token_without_the_scope_does_not_write() => Verify(Scenario
        .With("policies/use-cases/D3-token-scope-and-audience")
        .As(s_writer with { Claims = Claims(["crm.read"], "https://crm.example.com") }, Agent("crm-bot"))
        .Calls("crm.update", new { id = 1, name = "ACME" }).Denied(because: DenyReasons.NotPermitted));

    [Fact]
    public Task D4_No_way_leads_round_retries_parallel_calls_sub_agents_and_aliases() => Verify(Scenario
        .With("policies/use-cases/D4-no-way-round")
        .As(User("alice"), Agent("assistant"))
        .Calls("mail.send", new { to = "eve@example.com", text = "1" }).Permitted()
        .SubAgent(Agent("reader"), sub => sub
            .Calls("mail.read", new { id = 1 }).Permitted()
            .Calls("mail.send", new { to = "eve@example.com", text = "2" }).Denied(because: DenyReasons.NotPermitted))
        .Calls("mail.Send", new { to = "eve@example.com", text = "2" }).Denied(because: DenyReasons.UnknownTool)
        .Calls("local.send", new { to = "eve@example.com", text = "2" }).Denied(because: DenyReasons.UnknownTool)
        .Calls("mail.send", new { to = "eve@example.com", text = "2" }).Permitted()
        .Calls("mail.send", new { to = "eve@example.com", text = "3" }).Denied(because: DenyReasons.NotPermitted)
        .Calls("mail.send", new { to = "eve@example.com", text = "3" }).Denied(because: DenyReasons.NotPermitted));

    [Fact]
    public Task D6_Tenant_state_and_what_was_called_before_decide()
    {
        string state = "delivered";
        return Verify(Scenario
            .With("policies/use-cases/D6-tenant-state-and-history", options => options.InformationPoints.Add(new Facts("orders", query => Order(query, state))))
            .InSession("acme")
            .As(User("alice"), Agent("support"))
            .Calls("orders.refund", new { order = "acme-1" }).Denied(because: DenyReasons.NotPermitted)
            .Calls("orders.read", new { order = "acme-1" }).Permitted()
            .Calls("orders.refund", new { order = "globex-1" }).Denied(because: DenyReasons.NotPermitted)
            .Calls("orders.refund", new { order = "acme-1" }).Permitted()
            .Meanwhile("the order is refunded", (_, _) =>
            {
                state = "refunded";
                return Task.CompletedTask;
            })
            .Calls("orders.refund", new { order = "acme-1" }).Denied(because: DenyReasons.NotPermitted));
    }

    private static CedarRecord Claims(string[] scope, string audience) =>
        new([new("scope", new CedarSet(scope.Select(item => (Value)item))), new("audience", audience)]);

    private static PolicyInformation Workflow(string state) =>
        new PolicyInformation().WithEnvironment("workflow", new CedarRecord([new("invoice", "R-17"), new("state", state)]));

    private static PolicyInformation Order(InformationQuery query, string state)
    {
        PolicyInformation facts = new();
        foreach (EntityUid order in query.Resources)
        {
            facts.With(order, "tenant", order.Id.Split('-')[0]).With(order, "state", state);
        }

        return facts;
    }
}

using AgentGuard.Testing.Tests.Files;
using static AgentGuard.Principal;

namespace AgentGuard.Testing.Tests.Coverage;

/// <summary>What a run of scenarios says of the policies: which had a say, and which conditions were ever true and ever false.</summary>
public sealed class CoverageTests
{
    private const string Policies = """
        @id("pay") permit (principal, action == Action::"payments.transfer", resource);
        @id("approve") permit (principal in Group::"finance", action == Action::"agentguard.approve", resource)
        when { principal.level > 2 || context.approval.group == "boss" };
        @id("large") @approval("finance") forbid (principal, action == Action::"payments.transfer", resource)
        when { context.input has amount && context.input.amount > 10 } unless { principal is Agent };
        @id("tried") @shadow forbid (principal is Agent, action, resource) when { context.history.calls > 1 };
        @id("mail") permit (principal, action == Action::"mail.read", resource) when { true };
        """;

    private const string Entities = """[{"uid":{"type":"User","id":"fay"},"attrs":{"level":9},"parents":[{"type":"Group","id":"finance"}]}]""";

    [Fact]
    public async Task Before_a_scenario_was_played_there_is_nothing_to_say()
    {
        PolicyCoverage coverage = new();

        Assert.Empty(coverage.Policies);
        Assert.Equal(100, coverage.Percent);
        await Assert.ThrowsAsync<ArgumentNullException>(() => Scenario.With("policies/treasury").RunAsync(coverage: null!));
    }

    [Fact]
    public async Task A_policy_that_no_question_met_was_never_considered()
    {
        using ScenarioFolder folder = Folder();

        PolicyCoverage coverage = await PlayAsync(folder, scenario => scenario.Calls("payments.transfer").Permitted());

        Assert.Equal(
            """
            pay test.cedar:1 Decided
            approve test.cedar:2 NeverConsidered
              3:8 principal.level > 2  
              3:31 context.approval.group == "boss"  
            large test.cedar:4 Considered
              5:8 context.input has amount  false
              5:36 context.input.amount > 10  
              5:73 principal is Agent  
            tried test.cedar:6 Considered
              6:75 context.history.calls > 1  false
            mail test.cedar:7 NeverConsidered
            """.ReplaceLineEndings("\n"),
            Describe(coverage));
        Assert.Equal(3 * 100 / 17, coverage.Percent);
    }

    [Fact]
    public async Task Who_approves_is_asked_of_policies_too()
    {
        using ScenarioFolder folder = Folder();

        PolicyCoverage coverage = await PlayAsync(folder, scenario => scenario
            .Calls("payments.transfer", new { amount = 11 }).Held(by: "large")
            .ApprovalRejected(User("alice"))
            .Approved(User("fay"))
            .Calls("payments.transfer", new { amount = 11 }).Permitted());

        Assert.Equal(
            """
            pay test.cedar:1 Decided
            approve test.cedar:2 Decided
              3:8 principal.level > 2 true 
              3:31 context.approval.group == "boss"  
            large test.cedar:4 Decided
              5:8 context.input has amount true 
              5:36 context.input.amount > 10 true 
              5:73 principal is Agent true false
            tried test.cedar:6 Considered
              6:75 context.history.calls > 1  false
            mail test.cedar:7 NeverConsidered
            """.ReplaceLineEndings("\n"),
            Describe(coverage));
    }

    [Fact]
    public async Task A_policy_being_tried_out_had_its_say_where_it_would_have_had_it()
    {
        using ScenarioFolder folder = Folder();

        PolicyCoverage coverage = await PlayAsync(folder, scenario => scenario
            .Calls("payments.transfer").Permitted().Calls("payments.transfer").Permitted().Calls("payments.transfer").Permitted());

        CoveredPolicy tried = coverage.Policies.Single(policy => policy.Policy.Id == "tried");
        Assert.True(tried.Policy.IsShadow);
        Assert.Equal(PolicyUse.Decided, tried.Use);
        Assert.Equal([new CoveredCondition("context.history.calls > 1", 6, 75, WasTrue: true, WasFalse: true)], tried.Conditions);
    }

    [Fact]
    public async Task Scenarios_add_up_whether_played_one_by_one_at_once_or_in_branches()
    {
        using ScenarioFolder folder = Folder();
        Action<Scenario> small = scenario => scenario.Calls("payments.transfer", new { amount = 1 }).Permitted();
        Action<Scenario> large = scenario => scenario.Calls("payments.transfer", new { amount = 11 }).Held();
        Action<Scenario> none = scenario => scenario.Calls("payments.transfer").Permitted();
        PolicyCoverage atOnce = new();

        PolicyCoverage oneByOne = await PlayAsync(folder, small, large, none);
        PolicyCoverage branches = await PlayAsync(folder, scenario => scenario.InParallel(small, large, none));
        await Task.WhenAll(Enumerable.Range(0, 8).SelectMany(_ => new[] { small, large, none }).Select(steps => Task.Run(() => ScenarioOf(folder, steps).RunAsync(atOnce))));

        Assert.Equal(Describe(oneByOne), Describe(atOnce));
        // How many calls a branch sees in the history is not said.
        Assert.Equal(Describe(oneByOne, except: "tried"), Describe(branches, except: "tried"));
    }

    [Fact]
    public async Task Measuring_changes_nothing_of_what_a_scenario_does()
    {
        using ScenarioFolder folder = Folder();
        InMemoryAuditStore plain = new();
        InMemoryAuditStore measured = new();

        string without = $"{await Large(plain).RunAsync()}";
        string with = $"{await Large(measured).RunAsync(new PolicyCoverage())}";

        Assert.Equal(without, with);
        Assert.Equal(plain.Entries.Select(entry => (entry.Outcome, entry.Tool)), measured.Entries.Select(entry => (entry.Outcome, entry.Tool)));

        Scenario Large(IAuditStore audit) => Scenario.With(folder.Path, options => options.AuditStore = audit).As(User("alice"), Agent("bot"))
            .Calls("payments.transfer", new { amount = 11 }).Held()
            .Approved(User("fay"))
            .Calls("payments.transfer", new { amount = 11 }).Permitted()
            .Calls("payments.transfer", new { amount = 11 }).Held();
    }

    [Fact]
    public async Task A_scenario_that_fails_counts_as_far_as_it_comes()
    {
        using ScenarioFolder folder = Folder();
        PolicyCoverage coverage = new();

        await Assert.ThrowsAsync<ScenarioException>(() => ScenarioOf(folder, scenario => scenario.Calls("payments.transfer").Denied()).RunAsync(coverage));

        Assert.Equal(PolicyUse.Decided, coverage.Policies[0].Use);
    }

    [Fact]
    public async Task A_condition_that_fails_to_evaluate_was_neither_true_nor_false()
    {
        using ScenarioFolder folder = Folder();

        PolicyCoverage coverage = await PlayAsync(folder, scenario => scenario.Calls("payments.transfer", """{"amount":"11"}""").Denied(because: DenyReasons.PolicyError));

        CoveredPolicy large = coverage.Policies.Single(policy => policy.Policy.Id == "large");
        Assert.Equal(PolicyUse.Considered, large.Use);
        Assert.Equal(new CoveredCondition("context.input.amount > 10", 5, 36, WasTrue: false, WasFalse: false), large.Conditions[1]);
    }

    [Fact]
    public async Task A_short_form_is_taken_apart()
    {
        using ScenarioFolder folder = new("", policies: "permit (principal, action, resource) when { context.input has a.b && principal is User in Group::\"g\" };");

        PolicyCoverage coverage = await PlayAsync(
            folder,
            scenario => scenario.Calls("payments.transfer", new { a = new { b = 1 } }).Denied(),
            scenario => scenario.Calls("payments.transfer", new { a = new { c = 1 } }).Denied());

        Assert.Equal(
            """
            test.cedar:1 test.cedar:1 Considered
              1:45 context.input has a true 
              1:45 context.input has a.b true false
              1:70 principal is User true false
              1:70 principal is User in Group::"g"  false
            """.ReplaceLineEndings("\n"),
            Describe(coverage));
    }

    [Fact]
    public async Task One_coverage_is_of_one_bundle()
    {
        using ScenarioFolder one = Folder();
        using ScenarioFolder two = new("", policies: ScenarioFolder.PermitAll);
        PolicyCoverage coverage = await PlayAsync(one, scenario => scenario.Calls("payments.transfer").Permitted());

        await Assert.ThrowsAsync<InvalidOperationException>(() => ScenarioOf(two, scenario => scenario.Calls("payments.transfer").Permitted()).RunAsync(coverage));
    }

    [Fact]
    public async Task A_decision_point_of_the_hosts_own_is_asked_as_ever()
    {
        PolicyCoverage coverage = new();
        DenyAll denies = new();

        await Scenario.With("policies/treasury", options => options.DecisionPoint = denies).As(User("alice"))
            .Calls("mail.read").Denied(because: DenyReasons.NotPermitted)
            .RunAsync(coverage);

        Assert.Equal(1, denies.Asked);
        Assert.Equal(PolicyUse.Considered, coverage.Policies[2].Use);
    }

    private static ScenarioFolder Folder()
    {
        ScenarioFolder folder = new("", policies: Policies, tools: """{ "tools": { "payments.transfer": {}, "mail.read": {} } }""");
        folder.Write("entities.json", Entities);
        return folder;
    }

    private static Scenario ScenarioOf(ScenarioFolder folder, Action<Scenario> steps)
    {
        Scenario scenario = Scenario.With(folder.Path).As(User("alice"), Agent("bot"));
        steps(scenario);
        return scenario;
    }

    private static async Task<PolicyCoverage> PlayAsync(ScenarioFolder folder, params Action<Scenario>[] scenarios)
    {
        PolicyCoverage coverage = new();
        foreach (Action<Scenario> steps in scenarios)
        {
            await ScenarioOf(folder, steps).RunAsync(coverage);
        }

        return coverage;
    }

    private static string Describe(PolicyCoverage coverage, string? except = null) => string.Join('\n', coverage.Policies.Where(policy => policy.Policy.Id != except).SelectMany(policy => policy.Conditions
        .Select(condition => $"  {condition.Line}:{condition.Column} {condition.Text} {(condition.WasTrue ? "true" : "")} {(condition.WasFalse ? "false" : "")}")
        .Prepend($"{policy.Policy.Id} {policy.Policy.Position} {policy.Use}")));

    private sealed class DenyAll : IPolicyDecisionPoint
    {
        public int Asked { get; private set; }

        public async ValueTask<PolicyAnswer> AskAsync(PolicyQuestion question, CancellationToken cancellationToken)
        {
            await Task.Yield();
            Asked++;
            return new PolicyAnswer([], [], [], [], []);
        }
    }
}

using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.Guard;

/// <summary>What a list of tools may leave out: only what every call of would be denied.</summary>
public sealed class CouldBePermittedTests
{
    private const string Tools = """
        { "tools": { "payments.transfer": { "groups": ["money"], "resource": { "type": "Account", "argument": "/to" } }, "mail.read": { "groups": ["read_only"] }, "crm.read": { "groups": ["read_only"] } } }
        """;

    [Theory]
    [InlineData("forbid (principal, action == Action::\"mail.read\", resource);", false)]
    [InlineData("permit (principal, action in Action::\"money\", resource);", true)]
    [InlineData("permit (principal, action in Action::\"read_only\", resource);", false)]
    [InlineData("permit (principal is User, action in Action::\"money\", resource);", false)]
    [InlineData("permit (principal is User, action in Action::\"money\", resource); permit (principal == Agent::\"bot\", action, resource);", true)]
    [InlineData("permit (principal is User, action in Action::\"money\", resource); permit (principal == Agent::\"other\", action, resource);", false)]
    [InlineData("permit (principal, action, resource) when { context.input.amount < 10 };", true)]
    [InlineData("permit (principal, action, resource) when { principal is Agent || principal.roles.contains(\"treasurer\") };", true)]
    [InlineData("permit (principal, action, resource) when { principal is Agent || principal.roles.contains(\"admin\") };", false)]
    [InlineData("permit (principal, action, resource) when { principal is Agent || principal.grants.contains(\"admin\") };", true)]
    [InlineData("permit (principal, action, resource) when { principal is Agent || principal.claims has scope };", false)]
    [InlineData("permit (principal, action, resource is Account);", true)]
    [InlineData("permit (principal, action, resource is Toolset);", false)]
    [InlineData("permit (principal, action, resource); forbid (principal is Agent, action in Action::\"money\", resource);", false)]
    [InlineData("permit (principal, action, resource); forbid (principal is Agent, action in Action::\"money\", resource) when { context.input.amount > 10 };", true)]
    [InlineData("permit (principal, action, resource); @approval(\"finance\") forbid (principal is Agent, action in Action::\"money\", resource);", true)]
    [InlineData("permit (principal, action, resource); @approval(\"finance\") forbid (principal is Agent, action, resource) when { principal.height > 1 };", false)]
    [InlineData("permit (principal, action, resource); @shadow forbid (principal, action, resource);", true)]
    [InlineData("@shadow permit (principal, action, resource);", false)]
    public void A_tool_is_left_out_where_what_is_known_denies_every_call(string policies, bool expected)
    {
        using GuardScene scene = new(policies, Tools);

        Assert.Equal(expected, scene.Guard.CouldBePermitted(Transfer, scene.Scope));
    }

    [Fact]
    public void What_an_information_point_could_change_is_not_known()
    {
        const string Policy = "permit (principal, action, resource) when { principal is Agent || principal.roles.contains(\"admin\") };";
        using GuardScene scene = new(Policy, Tools, static options => options.InformationPoints.Add(new Nothing()));

        Assert.True(scene.Guard.CouldBePermitted(Transfer, scene.Scope));

        using GuardScene other = new("permit (principal is User, action, resource);", Tools, static options => options.InformationPoints.Add(new Nothing()));
        Assert.False(other.Guard.CouldBePermitted(Transfer, other.Scope));
    }

    [Fact]
    public void Nobody_and_whoever_cannot_act_could_call_nothing()
    {
        using GuardScene scene = new(GuardScene.PermitAll, Tools);
        AgentScope ended = GuardScene.Begin(User("alice"));
        ended.Dispose();

        Assert.False(scene.Guard.CouldBePermitted(Transfer, null));
        Assert.False(scene.Guard.CouldBePermitted(Transfer, ended));
        Assert.False(scene.Guard.CouldBePermitted(Transfer, GuardScene.Begin(Agent("bot"))));
        Assert.False(scene.Guard.CouldBePermitted(Transfer, GuardScene.Begin(Hop.Asserted(User("alice")))));
        Assert.True(scene.Guard.CouldBePermitted(Transfer, scene.Scope));
    }

    [Fact]
    public void A_tool_that_the_catalog_does_not_know_or_knows_otherwise_could_not()
    {
        string pin = new ToolDefinition(ToolId.Parse("mail.read"), "Reads mail.").Pin;
        using GuardScene scene = new(GuardScene.PermitAll, $$"""{ "tools": { "mail.read": { "pin": "{{pin}}" } } }""");

        Assert.True(scene.Guard.CouldBePermitted(new ToolDefinition(ToolId.Parse("mail.read"), "Reads mail."), scene.Scope));
        Assert.False(scene.Guard.CouldBePermitted(new ToolDefinition(ToolId.Parse("mail.read"), "Reads mail, and sends it on."), scene.Scope));
        Assert.False(scene.Guard.CouldBePermitted(new ToolDefinition(ToolId.Parse("mail.send")), scene.Scope));
    }

    [Fact]
    public void A_tool_whose_schema_cannot_be_understood_could_not()
    {
        using GuardScene scene = new(GuardScene.PermitAll, Tools);

        Assert.False(scene.Guard.CouldBePermitted(new ToolDefinition(ToolId.Parse("mail.read"), inputSchema: GuardScene.Json("""{ "$ref": "#/nowhere" }""")), scene.Scope));
    }

    [Fact]
    public async Task No_tool_is_left_out_of_which_some_call_is_permitted_or_held()
    {
        int shown = 0;
        int leftOut = 0;
        int passed = 0;
        for (int seed = 0; seed < 150; seed++)
        {
            RandomPolicies random = new(seed);
            using GuardScene scene = new(random.Bundle(), Tools, random.Configure);
            foreach (AgentScope scope in new[] { scene.Scope, GuardScene.Begin(User("fay")), GuardScene.Begin(new Hop(User("alice")) { Claims = new CedarRecord([new("scope", "pay")]) }, Hop.Asserted(Agent("bot"))) })
            {
                foreach (string tool in new[] { "payments.transfer", "mail.read", "crm.read" })
                {
                    bool could = scene.Guard.CouldBePermitted(new ToolDefinition(ToolId.Parse(tool)), scope);
                    shown += could ? 1 : 0;
                    leftOut += could ? 0 : 1;
                    foreach (string arguments in new[] { """{"to":"a","amount":1}""", """{"to":"b","amount":5}""", """{"to":"a"}""" })
                    {
                        Decision decision = await scene.Guard.DecideAsync(scene.Call(arguments, tool, scope));
                        bool passes = decision.Effect != DecisionEffect.Deny;
                        passed += passes ? 1 : 0;
                        Assert.True(could || !passes, $"seed {seed}: {tool} is left out, and {arguments} passes\n{decision.Explain()}\n{random.Text}");
                    }
                }
            }
        }

        // Else nothing would have been compared.
        Assert.True(shown > 100 && leftOut > 100 && passed > 100, $"{shown} shown, {leftOut} left out, {passed} calls passed");
    }

    private static ToolDefinition Transfer { get; } = new(ToolId.Parse("payments.transfer"));

    /// <summary>Policies that are about the few things that this world has, so that they are met often.</summary>
    private sealed class RandomPolicies(int seed)
    {
        private static readonly string[] s_principals = ["principal", "principal is User", "principal is Agent", "principal == User::\"alice\"", "principal == Agent::\"bot\"", "principal in Group::\"finance\""];
        private static readonly string[] s_actions = ["action", "action == Action::\"payments.transfer\"", "action in Action::\"read_only\"", "action in [Action::\"money\", Action::\"crm.read\"]"];
        private static readonly string[] s_resources = ["resource", "resource is Account", "resource is Toolset", "resource == Account::\"a\"", "resource == Toolset::\"mail\""];

        private static readonly string[] s_parts =
        [
            "principal.roles.contains(\"treasurer\")", "principal has roles", "principal.claims has scope", "principal.grants.contains(\"g\")", "principal in Group::\"finance\"",
            "principal is Agent", "context.input.amount > 3", "context.input has amount", "context has nothing", "resource == Account::\"b\"", "resource is Toolset",
            "action in Action::\"money\"", "context.delegation.depth > 1", "principal.height > 1", "true", "false",
        ];

        // A test picks its own random numbers.
        private readonly Random _random = new(seed);

        public string Text { get; private set; } = "";

        public string Bundle() => Text = string.Join('\n', Enumerable.Range(0, _random.Next(1, 6)).Select(Policy));

        public void Configure(AgentGuardOptions options)
        {
            if (_random.Next(3) == 0)
            {
                options.InformationPoints.Add(new Nothing());
                options.InformationPoints.Add(new Promotion());
            }
        }

        private string Policy(int index)
        {
            bool isForbid = _random.Next(3) == 0;
            string annotation = isForbid && _random.Next(2) == 0 ? _random.Next(2) == 0 ? "@approval(\"finance\") " : "@confirm " : "";
            string head = $"{(isForbid ? "forbid" : "permit")} ({Pick(s_principals)}, {Pick(s_actions)}, {Pick(s_resources)})";
            string conditions = string.Concat(Enumerable.Range(0, _random.Next(0, 3)).Select(_ => $" {(_random.Next(4) == 0 ? "unless" : "when")} {{ {Condition(2)} }}"));
            return $"@id(\"p{index}\") {annotation}{head}{conditions};";
        }

        private string Condition(int depth) => depth == 0 || _random.Next(3) == 0
            ? Pick(s_parts)
            : _random.Next(4) switch
            {
                0 => $"({Condition(depth - 1)} && {Condition(depth - 1)})",
                1 => $"({Condition(depth - 1)} || {Condition(depth - 1)})",
                2 => $"!({Condition(depth - 1)})",
                _ => $"(if {Condition(depth - 1)} then {Condition(depth - 1)} else {Condition(depth - 1)})",
            };

        private string Pick(string[] choices) => choices[_random.Next(choices.Length)];
    }

    private sealed class Nothing : IPolicyInformationPoint
    {
        public string Name => "nothing";

        public ValueTask<PolicyInformation> FindAsync(InformationQuery query, CancellationToken cancellationToken) => new(PolicyInformation.None);
    }

    /// <summary>Makes a treasurer in finance of everybody.</summary>
    private sealed class Promotion : IPolicyInformationPoint
    {
        public string Name => "promotion";

        public ValueTask<PolicyInformation> FindAsync(InformationQuery query, CancellationToken cancellationToken)
        {
            PolicyInformation promoted = PolicyInformation.None;
            foreach (EntityUid principal in query.Chain.Principals.Distinct())
            {
                promoted = promoted.With(principal, "roles", new CedarSet(["treasurer"])).With(principal, "height", 2).WithParents(principal, Group("finance"));
            }

            return new(promoted);
        }
    }
}

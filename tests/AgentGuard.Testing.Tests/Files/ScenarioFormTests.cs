using static AgentGuard.Principal;

namespace AgentGuard.Testing.Tests.Files;

/// <summary>Whatever the fluent form says, a file says too, and it plays alike.</summary>
public sealed class ScenarioFormTests
{
    private const string Acme = "DE89370400440532013000";

    [Fact]
    public async Task A_file_plays_as_the_fluent_form_does()
    {
        Scenario file = ScenarioFile.Load("policies/treasury").Single(scenario => scenario.Name == "An account from a mail is held");
        Scenario fluent = Scenario.With("policies/treasury").As(User("alice"), Agent("treasury-bot"))
            .Says("Pay the ACME invoice, it is in my mail")
            .Calls("mail.read", new { id = 7 }).Returns($"ACME invoice: 250 EUR to {Acme}").Permitted()
            .Calls("payments.transfer", new { to = Acme, amount = 250 }).Held(by: "unknown-payee")
            .Approved(by: User("fay"))
            .Calls("payments.transfer", new { to = Acme, amount = 250 }).Permitted();

        Assert.Equal($"{await fluent.RunAsync()}", $"{await file.RunAsync()}");
    }

    [Fact]
    public async Task Everything_that_a_step_can_say_is_played()
    {
        using ScenarioFolder folder = new(
            """
            scenario: Everything
            as:
              - principal: user alice
                claims: { scope: [pay] }
              - principal: agent bot
                bounds: permit (principal, action, resource) unless { context.input has secret };
            tenant: acme
            session: { purpose: audit }
            environment: { stage: test }
            facts: { user alice: { level: 3 }, Account a/b: { open: true } }
            steps:
              - host-says: Pay to X-17 only
              - says: Pay now
              - call: payments.transfer
                with: { to: X-17, amount: 5 }
                returns: { receipt: [1, two] }
                expect: permitted
                model-reads: { receipt: [1, two] }
                tool-gets: { to: X-17, amount: 5 }
              - call: payments.transfer
                with: '{"to":"a","to":"b"}'
                expect: denied
                because: invalid-arguments
              - call: payments.transfer
                with: { amount: 9223372036854775808 }
                expect: denied
                because: invalid-arguments
              - call: payments.transfer
                with: { secret: x }
                expect: denied
                because: out-of-bounds
              - call: payments.transfer
                throws: the bank is closed
                expect: failed
              - call: payments.transfer
                with: { amount: 50 }
                expect: held
                by: large
              - confirmation-rejected: user fay
              - confirmed: user alice
              - approval-rejected: user alice
              - approved: user fay
              - call: payments.transfer
                with: { amount: 50 }
                expect: permitted
              - call: payments.transfer
                with: { amount: 60 }
                expect: held
              - refused: user fay
              - call: payments.transfer
                with: { amount: 60 }
                expect: denied
                because: approval-refused
              - environment: { stage: production }
              - call: payments.transfer
                expect: denied
                by: stage
              - granted: break-glass
                to: user alice
                for: 1h
              - call: payments.transfer
                expect: permitted
              - after: 59m59s999ms
              - call: payments.transfer
                expect: permitted
              - after: 1ms
              - call: payments.transfer
                expect: denied
                by: stage
              - environment: { stage: test }
              - facts: { user alice: { level: 1 } }
              - call: payments.transfer
                expect: denied
                because: not-permitted
              - facts: { user alice: { level: 3 } }
              - sub-agent: agent clerk
                steps:
                  - call: payments.transfer
                    expect: permitted
              - parallel:
                  - call: payments.transfer
                    expect: permitted
                  - - sub-agent: { principal: service reporter, asserted: true }
                      steps:
                        - call: payments.transfer
                          expect: permitted
                    - call: payments.transfer
                      expect: permitted
              - revoked: agent bot
              - call: payments.transfer
                expect: denied
                because: revoked
            """,
            policies: """
                permit (principal, action, resource) when { !(principal is User) || (principal.level > 2 && principal.claims.scope.contains("pay") && context.session.purpose == "audit" && context.session.tenant == "acme") };
                permit (principal in Group::"finance", action == Action::"agentguard.approve", resource);
                @id("large") @approval("finance") @confirm
                forbid (principal, action == Action::"payments.transfer", resource) when { context.input has amount && context.input.amount > 10 };
                @id("stage") forbid (principal is User, action == Action::"payments.transfer", resource)
                when { context.environment.stage == "production" } unless { principal.grants.contains("break-glass") };
                @id("origin") forbid (principal, action, resource)
                when { context has origin && context.origin has to } unless { context.origin.to.contains("host") };
                """);
        folder.Write("entities.json", """[{"uid":{"type":"User","id":"fay"},"attrs":{"level":9},"parents":[{"type":"Group","id":"finance"}]}]""");

        await Verifier.Verify($"{await Assert.Single(folder.Scenarios).RunAsync()}".Split("parallel")[0]);
    }

    [Fact]
    public async Task The_same_scenario_in_json_plays_alike()
    {
        const string Yaml = "scenario: s\nas: [user alice]\nsteps:\n- says: Pay 5\n- call: payments.transfer\n  with: { amount: 5 }\n  expect: permitted\n";
        const string Json = """
            { "scenario": "s", "as": ["user alice"],
              "steps": [ { "says": "Pay 5" }, { "call": "payments.transfer", "with": { "amount": 5 }, "expect": "permitted" } ] }
            """;
        using ScenarioFolder folder = new(Yaml, "a.yaml");
        folder.Write("scenarios/b.JSON", Json);

        string[] transcripts = [.. await Task.WhenAll(folder.Scenarios.Select(async scenario => $"{await scenario.RunAsync()}"))];

        Assert.Equal(2, transcripts.Length);
        Assert.Equal(transcripts[0], transcripts[1]);
    }

    [Fact]
    public async Task A_scenario_goes_before_what_its_file_shares()
    {
        using ScenarioFolder folder = new(
            """
            as: [user alice]
            environment: { stage: test }
            scenarios:
              - scenario: shared
                steps: [{ call: payments.transfer, expect: permitted }]
              - scenario: own
                as: []
                environment: { stage: production }
                steps: [{ call: payments.transfer, expect: denied, because: missing-principal }]
            """,
            policies: """permit (principal == User::"alice", action, resource) when { context.environment.stage == "test" };""");

        await Task.WhenAll(folder.Scenarios.Select(scenario => scenario.RunAsync()));
    }

    [Fact]
    public async Task Tools_are_defined_beside_the_policies_and_in_the_scenario()
    {
        using ScenarioFolder folder = new(
            """
            as: [user alice]
            scenarios:
              - scenario: as they are
                steps: [{ call: payments.transfer, with: { amount: "5" }, expect: denied, because: invalid-arguments }]
              - scenario: as they might be
                tools: { toolsets: { payments: [{ name: transfer, inputSchema: { type: object, properties: { amount: { type: string } } } }] } }
                steps: [{ call: payments.transfer, with: { amount: "5" }, expect: permitted }]
            """);
        folder.Write("definitions.json", """{ "toolsets": { "payments": [{ "name": "transfer", "inputSchema": { "type": "object", "properties": { "amount": { "type": "integer" } } } }] } }""");

        await Task.WhenAll(folder.Scenarios.Select(scenario => scenario.RunAsync()));
    }

    [Fact]
    public async Task A_step_that_goes_otherwise_is_told_with_its_place_wherever_it_stands()
    {
        using ScenarioFolder folder = new(
            """
            scenario: s
            as: [user alice]
            steps:
              - sub-agent: agent clerk
                steps:
                  - says: hello
                  - call: payments.transfer
                    expect: denied
            """);

        ScenarioException failure = await Assert.ThrowsAsync<ScenarioException>(() => Assert.Single(folder.Scenarios).RunAsync());

        Assert.Equal("scenarios/test.yaml:7", failure.Position);
        Assert.Equal("payments.transfer: it was to be denied, and is permitted", failure.Reason);
        Assert.StartsWith("scenarios/test.yaml:7: payments.transfer: it was to be denied", failure.Message, StringComparison.Ordinal);
        Assert.Contains("PERMIT    payments.transfer {}", failure.Transcript, StringComparison.Ordinal);
        Assert.Contains("permits:", failure.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("as: [user alice, user bob]\nsteps: [{ call: payments.transfer, expect: denied }]", "scenarios/test.yaml:1")]
    [InlineData("as: [user alice]\nsteps:\n- sub-agent: user bob\n  steps: [{ call: payments.transfer, expect: denied }]", "scenarios/test.yaml:4")]
    [InlineData("as: [user alice]\nsteps:\n- approved: user bob\n- call: payments.transfer\n  expect: denied", "scenarios/test.yaml:4")]
    public async Task What_cannot_be_played_is_told_with_its_place(string rest, string place)
    {
        using ScenarioFolder folder = new($"scenario: s\n{rest}\n");

        Assert.Equal(place, (await Assert.ThrowsAsync<ScenarioException>(() => Assert.Single(folder.Scenarios).RunAsync())).Position);
    }

    [Fact]
    public async Task What_is_said_moves_no_cursor_in_a_transcript()
    {
        using ScenarioFolder folder = new("scenario: s\nas: user alice\nsteps:\n- says: \"a\\e[2Jb\\nc\"\n- call: payments.transfer\n  expect: permitted\n");

        Assert.Contains("says      a·[2Jb\n          c\n", $"{await Assert.Single(folder.Scenarios).RunAsync()}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_scenario_says_its_name_and_its_place()
    {
        using ScenarioFolder folder = new("as: user alice\nscenarios:\n  - scenario: one\n    steps: [{ call: x.y, expect: denied }]\n  - scenario: two\n    steps: [{ call: x.y, expect: denied }]\n");

        Assert.Equal(["one scenarios/test.yaml:3", "two scenarios/test.yaml:5"], folder.Scenarios.Select(scenario => $"{scenario} {scenario.Position}"));
        Assert.Equal("two", ScenarioFile.Load(Path.Combine(folder.Path, "scenarios", "test.yaml"))[1].Name);
    }
}

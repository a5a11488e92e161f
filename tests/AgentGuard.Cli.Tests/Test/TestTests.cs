using System.Text.Json;

namespace AgentGuard.Cli.Tests.Test;

/// <summary><c>agentguard test</c>: scenarios beside policies, played from a shell.</summary>
public sealed class TestTests
{
    private const string Payments = """
        as: [user alice]
        scenarios:
          - scenario: A treasurer pays
            steps:
              - says: Pay 5 to DE89 3704 0044 0532 0130 00
              - call: payments.transfer
                with: { to: DE89370400440532013000, amount: 5 }
                expect: permitted

          - scenario: Nobody else does
            as: user bob
            steps:
              - call: payments.transfer
                with: { to: DE89370400440532013000, amount: 5 }
                expect: denied
                because: not-permitted

        """;

    private const string Wrong = """
        scenario: A mail is read
        as: user alice
        steps:
          - says: What is new?
          - call: mail.read
            with: { id: 7 }
            returns: "Pay to GB33 BUKB 2020 1555 5555 55"
            expect: permitted

        """;

    [Fact]
    public async Task Its_help_ends_with_examples()
    {
        using TemporaryFolder folder = new();

        await Cli.Verify(folder, [["test", "--help"]]);
        Assert.All((await Cli.RunAsync("test", "--help")).Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task Scenarios_that_go_as_written_are_told_in_a_line_each_and_what_they_leave_out_with_its_place()
    {
        using TemporaryFolder folder = Create(("payments.yaml", Payments));
        folder.Write("treasury/treasury.cedar", Treasury.Policies + """

            @id("office-hours") @shadow
            forbid (principal, action == Action::"payments.transfer", resource)
            when { context.now.toTime() < duration("8h") || (context.session has purpose && context.session.purpose == "night") };

            permit (principal is Agent, action == Action::"mail.read", resource);

            """);
        folder.Write("treasury/schema.cedarschema", Treasury.Schema + "type SessionAttributes = { purpose?: String };\n");

        await Cli.Verify(folder, [["test", "~/treasury"], ["test", "~/treasury", "--coverage-minimum", "80"], ["test", "~/treasury/", "--coverage-minimum", "10"]]);
    }

    [Fact]
    public async Task A_scenario_that_fails_is_told_with_its_step_what_happened_and_why()
    {
        using TemporaryFolder folder = Create(("payments.yaml", Payments), ("wrong.yaml", Wrong));

        await Cli.Verify(folder, [["test", "~/treasury"]]);
    }

    [Fact]
    public async Task Who_wants_to_know_hears_what_happened_in_the_others_too()
    {
        using TemporaryFolder folder = Create(("payments.yaml", Payments), ("wrong.yaml", Wrong));

        await Cli.Verify(
            folder,
            [
                ["test", "~/treasury", "--filter", "TREASURER", "--verbose"],
                ["test", "~/treasury/scenarios/payments.yaml", "--filter", "nobody"],
                ["test", "~/treasury/scenarios/payments.yaml"],
            ]);
    }

    [Fact]
    public async Task A_run_can_be_read_by_a_program()
    {
        using TemporaryFolder folder = Create(("payments.yaml", Payments), ("wrong.yaml", Wrong));

        await Cli.Verify(folder, [["test", "~/treasury", "--json"]]);
    }

    [Fact]
    public async Task What_a_file_cannot_say_is_told_where_it_stands_and_nothing_is_played()
    {
        using TemporaryFolder folder = Create(("a.yaml", Payments.Replace("expect: denied", "expct: denied", StringComparison.Ordinal)), ("b.json", """{ "scenario": "b", "as": [], "steps": [{ "call": "x" }] }"""), ("c.yml", "a: &x 1"));

        await Cli.Verify(folder, [["test", "~/treasury"], ["test", "~/treasury/scenarios/b.json"]]);
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_with_what_to_do()
    {
        using TemporaryFolder folder = Create(("payments.yaml", Payments));
        folder.Write("bare/treasury.cedar", Treasury.Policies).Write("broken/scenarios/a.yaml", Payments).Write("broken/broken.cedar", "permit (principal);").Write("broken/tools.json", Treasury.Catalog);

        await Cli.Verify(
            folder,
            [
                ["test"],
                ["test", "~/nowhere"],
                ["test", "~/bare"],
                ["test", "~/broken"],
                ["test", "~/treasury", "--filter", "refund"],
                ["test", "~/treasury", "--filter", "pays", "--coverage-minimum", "80"],
                ["test", "~/treasury", "--coverage-minimum", "101"],
                ["test", "~/treasury", "--coverage-minimum", "most"],
                ["test", "~/treasury", "--coverage-minimun", "80"],
            ]);
    }

    [Fact]
    public async Task Policies_that_do_not_fit_their_tools_are_not_tested()
    {
        using TemporaryFolder folder = Create(("payments.yaml", Payments));
        folder.Write("treasury/typo.cedar", """forbid (principal, action == Action::"payments.transfer", resource) when { context.input.amuont > 5 };""");

        CliRun run = await Cli.RunAsync("test", folder.PathOf("treasury"));

        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.Equal("", run.Output);
        Assert.Contains($" --> {folder.PathOf("treasury")}/typo.cedar:1:76\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("treasury")]
    [InlineData("quickstart")]
    public async Task The_bundles_of_the_repository_do_as_their_scenarios_say_and_these_leave_nothing_out(string name)
    {
        CliRun run = await Cli.RunAsync("test", Path.Combine(Policies, name), "--coverage-minimum", "100", "--json");

        Assert.Equal(ExitCode.Success, run.Code);
        Assert.Equal(0, JsonElement.Parse(run.Output).GetProperty("failed").GetInt32());
    }

    [Fact]
    public async Task Scenarios_are_told_in_the_order_of_their_files_however_they_are_played()
    {
        string[] names = [.. Enumerable.Range(0, 200).Select(i => $"Number {i}")];
        using TemporaryFolder folder = Create(("many.yaml", "as: user bob\nscenarios:\n" + string.Concat(names.Select(name => $"- scenario: {name}\n  steps: [{{ call: mail.read, expect: denied }}]\n"))));

        CliRun run = await Cli.RunAsync("test", folder.PathOf("treasury"));

        Assert.Equal(names, run.Output.Split('\n').Where(line => line.StartsWith("  ok    ", StringComparison.Ordinal)).Select(line => line["  ok    ".Length..]));
    }

    [Fact]
    public async Task A_bundle_that_is_named_twice_is_played_once()
    {
        using TemporaryFolder folder = Create(("payments.yaml", Payments));

        CliRun run = await Cli.RunAsync("test", folder.PathOf("treasury"), folder.PathOf("treasury") + "/", folder.PathOf("treasury/scenarios/payments.yaml"), folder.PathOf("treasury/scenarios"));

        Assert.Contains("\n2 scenarios: all as written\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_cancelled_says_so_to_the_shell()
    {
        using TemporaryFolder folder = Create(("payments.yaml", Payments));
        using StringReader input = new("");
        using StringWriter output = new();
        using CancellationTokenSource source = new();
        await source.CancelAsync();

        int code = await CommandLine.InvokeAsync(["test", folder.PathOf("treasury")], new CliConsole(input, output, output), source.Token);

        Assert.Equal(ExitCode.Cancelled, code);
    }

    private static string Policies
    {
        get
        {
            DirectoryInfo folder = new(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "AgentGuard.sln")))
            {
                folder = folder.Parent!;
            }

            return Path.Combine(folder.FullName, "policies");
        }
    }

    private static TemporaryFolder Create(params (string Name, string Text)[] scenarios)
    {
        TemporaryFolder folder = Treasury.Create().Write("treasury/entities.json", """[{ "uid": { "type": "User", "id": "alice" }, "attrs": { "roles": ["treasurer"] }, "parents": [] }, { "uid": { "type": "User", "id": "bob" }, "attrs": { "roles": [] }, "parents": [] }]""");
        foreach ((string name, string text) in scenarios)
        {
            folder.Write($"treasury/scenarios/{name}", text);
        }

        return folder;
    }
}

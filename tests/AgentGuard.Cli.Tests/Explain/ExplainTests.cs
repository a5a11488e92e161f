using System.Text.Json;

namespace AgentGuard.Cli.Tests.Explain;

/// <summary><c>agentguard explain</c>: one call, and every policy with what it says to it.</summary>
public sealed class ExplainTests
{
    private const string Now = "2026-01-05T12:00:00Z";

    private const string Policies = """
        @id("treasurer-pays")
        permit (principal is User, action == Action::"payments.transfer", resource)
        when { principal.roles.contains("treasurer") };

        @id("bot-pays")
        permit (principal == Agent::"treasury-bot", action, resource);

        @id("large-transfer") @approval("finance")
        forbid (principal, action == Action::"payments.transfer", resource)
        when { context.input.amount > 1000 }
        unless { context.session has purpose && context.session.purpose == "payroll" };

        @id("night") @shadow
        forbid (principal, action == Action::"payments.transfer", resource)
        when { context.now.toTime() < duration("8h") ||
               (context.environment has stage && context.environment.stage == "test") };

        @id("nobody-reads")
        forbid (principal, action == Action::"mail.read", resource);

        """;

    [Fact]
    public async Task Its_help_ends_with_examples()
    {
        using TemporaryFolder folder = new();

        await Cli.Verify(folder, [["explain", "--help"]]);
        Assert.All((await Cli.RunAsync("explain", "--help")).Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task A_held_a_denied_and_a_permitted_call_are_explained_and_none_is_a_failure()
    {
        using TemporaryFolder folder = Create();

        await Verify(
            folder,
            [
                Line("payments.transfer", """{"to":"DE89370400440532013000","amount":2500}"""),
                Line("payments.transfer", """{"to":"DE89370400440532013000","amount":2500}""", "--session", """{"purpose":"payroll"}"""),
                ["explain", "~/treasury", "payments.transfer", """{"to":"DE89370400440532013000","amount":20}""", "--as", "user bob", "--as", "Agent::\"treasury-bot\"", "--at", Now, "--environment", """{"stage":"test"}"""],
                Line("payments.transfer", """{"to":"DE89370400440532013000"}"""),
                Line("mail.read", "{}"),
                Line("mail.reed", "{}"),
            ]);
    }

    [Fact]
    public async Task Where_somebody_looks_each_part_is_shown_in_its_line_of_the_file()
    {
        using TemporaryFolder folder = Create();
        using StringReader input = new("""{"to":"DE89370400440532013000","amount":2500}""");
        using StringWriter output = new() { NewLine = "\n" };

        int code = await CommandLine.InvokeAsync(
            [.. Line("payments.transfer", "-").Select(folder.Resolve)], new CliConsole(input, output, output, isTerminal: true));

        Assert.Equal(ExitCode.Success, code);
        await Verifier.Verify(WithoutIds(WithoutColours(output.ToString())));
    }

    [Fact]
    public async Task An_explanation_can_be_read_by_a_program()
    {
        using TemporaryFolder folder = Create();
        string[] line = [.. Line("payments.transfer", """{"to":"DE89370400440532013000","amount":2500}""", "--json").Select(folder.Resolve)];

        CliRun run = await Cli.RunAsync(line);

        Assert.Equal((ExitCode.Success, ""), (run.Code, run.Error));
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement root = document.RootElement;
        Assert.Equal("held", root.GetProperty("effect").GetString());
        Assert.Equal(["amount ≤ 1000", "approval by finance", "session.purpose = \"payroll\""], root.GetProperty("nearestPermit").EnumerateArray().Select(needs => needs[0].GetString()));
        JsonElement[] large = [.. root.GetProperty("considered").EnumerateArray().Where(policy => policy.GetProperty("id").GetString() == "large-transfer")];
        Assert.Equal(["User::\"alice\"", "Agent::\"treasury-bot\""], large.Select(policy => policy.GetProperty("principal").GetString()));
        JsonElement part = large[0].GetProperty("parts")[0];
        Assert.Equal(
            ("treasury.cedar", 10, 8, 10, 35, true, "2500 > 1000"),
            (large[0].GetProperty("file").GetString(), part.GetProperty("line").GetInt32(), part.GetProperty("column").GetInt32(), part.GetProperty("endLine").GetInt32(),
                part.GetProperty("endColumn").GetInt32(), part.GetProperty("value").GetBoolean(), part.GetProperty("reading").GetString()));
        await Verifier.Verify(WithoutIds(run.Output));
    }

    [Theory]
    [InlineData("user:alice", "alice")]
    [InlineData("user alice", "alice")]
    [InlineData("User::\"alice\"", "alice")]
    [InlineData("service:night batch", "night batch")]
    [InlineData("user:alice {\"scope\":[\"pay\"]}", "alice")]
    public async Task Who_acts_is_named_in_any_of_the_usual_ways(string who, string shown)
    {
        using TemporaryFolder folder = Create();

        CliRun run = await Cli.RunAsync("explain", folder.PathOf("treasury"), "payments.transfer", """{"to":"DE89370400440532013000","amount":2}""", "--as", who, "--at", Now);

        Assert.Equal(ExitCode.Success, run.Code);
        Assert.Contains($"payments.transfer  {shown}  ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claims_and_words_of_the_user_are_seen_by_policies()
    {
        using TemporaryFolder folder = new();
        folder.Write("treasury/tools.json", Treasury.Catalog).Write("treasury/treasury.cedar", """
            permit (principal, action, resource) when { principal.claims.scope.contains("pay") && context.origin.to.contains("user") };
            """);
        string[] call = ["explain", folder.PathOf("treasury"), "payments.transfer", """{"to":"DE89370400440532013000","amount":2}""", "--as", "user:alice {\"scope\":[\"pay\"]}", "--tenant", "acme"];

        CliRun unsaid = await Cli.RunAsync(call);
        CliRun said = await Cli.RunAsync([.. call, "--said", "hello", "--said", "pay DE89 3704 0044 0532 0130 00"]);

        Assert.Contains("would pass: the user names `to`", unsaid.Output, StringComparison.Ordinal);
        Assert.Contains("PERMIT payments.transfer  alice", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_understood_or_done_is_said_with_what_to_do()
    {
        using TemporaryFolder folder = Create();
        string[] call = ["explain", "~/treasury", "payments.transfer"];

        await Cli.Verify(
            folder,
            [
                call,
                [.. call, "{}", "--as"],
                [.. call, "--as", "alice"],
                [.. call, "--as", "usr:alice"],
                [.. call, "--as", "User::alice"],
                [.. call, "--as", "Group::\"finance\""],
                [.. call, "--as", "user:alice {\"scope\":"],
                [.. call, "--as", "user:alice", "--at", "noon"],
                [.. call, "--as", "user:alice", "--session", "[1]"],
                [.. call, "--as", "user:alice", "--session", """{"id":"ses_1"}"""],
                [.. call, "--as", "agent:bot", "--as", "user:alice"],
                [.. call, "--as", "user:alice", "--tools", "~/none.json"],
                ["explain", "~/treasury", "transfer.", "--as", "user:alice"],
                ["explain", "~/nowhere", "payments.transfer", "--as", "user:alice"],
            ]);
    }

    [Fact]
    public async Task A_bundle_with_errors_is_refused_with_their_places()
    {
        using TemporaryFolder folder = Create();
        folder.Write("treasury/treasury.cedar", "permit (principal, action, resource) when { context.input.amuont > 1 };");

        CliRun run = await Cli.RunAsync("explain", folder.PathOf("treasury"), "payments.transfer", "--as", "user:alice");

        Assert.Equal((ExitCode.Failure, ""), (run.Code, run.Output));
        Assert.Contains("treasury.cedar:1:45", run.Error, StringComparison.Ordinal);
    }

    private static string[] Line(string tool, string arguments, params string[] more) =>
        ["explain", "~/treasury", tool, arguments, "--as", "user:alice", "--as", "agent:treasury-bot", "--at", Now, .. more];

    private static async Task Verify(TemporaryFolder folder, IEnumerable<string[]> lines)
    {
        List<string> shown = [];
        foreach (string[] args in lines)
        {
            CliRun run = await Cli.RunAsync([.. args.Select(folder.Resolve)]);
            Assert.Equal(ExitCode.Success, run.Code);
            shown.Add($"$ agentguard {string.Join(' ', args)}\n{WithoutIds(folder.Unresolve(run.ToString()))}");
        }

        await Verifier.Verify(string.Join('\n', shown));
    }

    /// <summary>Without what a terminal is told; some are told nothing.</summary>
    private static string WithoutColours(string text)
    {
        for (int at = text.IndexOf('\e', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\e', at))
        {
            text = text.Remove(at, text.IndexOf('m', at) - at + 1);
        }

        return text;
    }

    /// <summary>Without the id of the decision and the hash of the bundle.</summary>
    private static string WithoutIds(string text)
    {
        foreach (string mark in (string[])["decision dec_", "treasury@"])
        {
            for (int at = text.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = text.IndexOf(mark, at + mark.Length, StringComparison.Ordinal))
            {
                int end = at + mark.Length;
                while (end < text.Length && char.IsAsciiHexDigit(text[end]))
                {
                    end++;
                }

                text = text[..(at + mark.Length)] + text[end..];
            }
        }

        return text;
    }

    private static TemporaryFolder Create() => Treasury.Create()
        .Write("treasury/treasury.cedar", Policies)
        .Write("treasury/schema.cedarschema", """
            entity User { roles: Set<String> };
            type SessionAttributes = { purpose?: String };
            type Environment = { stage?: String };

            """)
        .Write("treasury/entities.json", """[{"uid":{"type":"User","id":"alice"},"attrs":{"roles":["treasurer"]},"parents":[]},{"uid":{"type":"User","id":"bob"},"attrs":{"roles":[]},"parents":[]}]""");
}

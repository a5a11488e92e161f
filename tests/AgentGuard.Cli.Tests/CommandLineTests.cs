namespace AgentGuard.Cli.Tests;

/// <summary>The command line as a whole: what it is for, how it is misspelt, and what a shell hears.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public async Task Help_shows_the_order_of_work()
    {
        using TemporaryFolder folder = new();

        await Cli.Verify(folder, [["--help"]]);
    }

    [Fact]
    public async Task The_help_of_a_command_ends_with_examples()
    {
        using TemporaryFolder folder = new();

        await Cli.Verify(folder, [["init", "--help"], ["check", "--help"], ["format", "--help"], ["schema", "--help"]]);
    }

    [Fact]
    public async Task Nothing_that_is_printed_as_help_is_wider_than_80_columns()
    {
        foreach (string[] args in (string[][])[["--help"], ["init", "--help"], ["check", "--help"], ["format", "--help"], ["schema", "--help"]])
        {
            CliRun run = await Cli.RunAsync(args);

            Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
            Assert.DoesNotContain(" \n", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_command_the_order_of_work_is_shown_and_the_shell_hears_of_it()
    {
        CliRun help = await Cli.RunAsync("--help");
        CliRun run = await Cli.RunAsync();

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Equal("", run.Output);
        Assert.Equal(help.Output, run.Error);
    }

    [Fact]
    public async Task Its_version_is_that_of_the_package()
    {
        CliRun run = await Cli.RunAsync("--version");

        Assert.Equal(ExitCode.Success, run.Code);
        Assert.Equal($"agentguard {typeof(CommandLine).Assembly.GetName().Version!.ToString(3)}\n", run.Output);
    }

    [Fact]
    public async Task What_is_misspelt_is_a_usage_error_that_says_what_was_meant()
    {
        using TemporaryFolder folder = new();

        await Cli.Verify(
            folder,
            [
                ["frobnicate"],
                ["chekc", "policies"],
                ["--versoin"],
                ["check"],
                ["check", "policies", "--warning-as-errors"],
                ["check", "policies", "--tools"],
                ["check", "policies", "--json=yes"],
                ["check", "policies", "-x"],
                ["check", "policies", "--name", "treasury"],
                ["check", "policies", "treasury", "--write", "--name", "treasury"],
                ["schema"],
                ["schema", "policies", "treasury"],
                ["format", "--chekc"],
                ["check", ""],
                ["format", "policies", ""],
                ["init", "", "--tools", "tools.json"],
                ["check", "policies", "--tools", ""],
                ["mcp", "--user", "", "--", "node"],
            ]);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("check")]
    [InlineData("check", "policies", "--warning-as-errors")]
    [InlineData("check", "policies", "--json=yes")]
    [InlineData("schema", "policies", "treasury")]
    public async Task What_is_misspelt_prints_no_result(params string[] args)
    {
        CliRun run = await Cli.RunAsync(args);

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Equal("", run.Output);
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_arguments_is_not_looked_for()
    {
        CliRun run = await Cli.RunAsync("check", "@modelcontextprotocol/server-filesystem");

        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.StartsWith("error: there is no folder `@modelcontextprotocol/server-filesystem`\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_cancelled_says_so_to_the_shell()
    {
        using StringReader input = new("");
        using StringWriter output = new();
        using CancellationTokenSource source = new();
        await source.CancelAsync();
        using TemporaryFolder folder = Treasury.Create();

        int code = await CommandLine.InvokeAsync(["format", folder.PathOf("treasury")], new CliConsole(input, output, output), source.Token);

        Assert.Equal(ExitCode.Cancelled, code);
    }
}

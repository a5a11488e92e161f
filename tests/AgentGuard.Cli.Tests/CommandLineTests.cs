namespace AgentGuard.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task An_unknown_command_is_a_usage_error()
    {
        CliRun run = await Cli.RunAsync("frobnicate");

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("frobnicate", run.Error, StringComparison.Ordinal);
    }
}

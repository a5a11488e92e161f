using System.Diagnostics;

namespace AgentGuard.Cli.Tests;

/// <summary>docs/first-policy.md is walked, command by command, and each prints what the page says.</summary>
public sealed class FirstPolicyTests
{
    private const string Tools = "docs/first-policy/tools.json";

    [SkippableFact]
    public async Task Every_command_of_the_walk_through_prints_what_the_page_shows()
    {
        Skip.If(OperatingSystem.IsWindows(), "the page edits files with a shell");
        using TemporaryFolder folder = new TemporaryFolder().Write(Tools, File.ReadAllText(Repository(Tools)));
        List<PageCommand> commands = PageCommand.Read(File.ReadAllText(Repository("docs/first-policy.md")));

        foreach (PageCommand command in commands)
        {
            string printed = command.Text.StartsWith($"{CommandLine.Name} ", StringComparison.Ordinal)
                ? await RunAgentGuard(folder, command)
                : await RunShell(folder, command);

            Assert.True(command.Shows(printed), $"docs/first-policy.md:{command.Line}: $ {command.Text}\nprints\n{printed}");
        }

        Assert.Equal(["init", "check", "explain", "test", "format"], commands.Select(command => command.Words().ToArray())
            .Where(words => words[0] == CommandLine.Name).Select(words => words[1]).Distinct());
    }

    [Fact]
    public void A_page_that_shows_something_else_is_found()
    {
        PageCommand command = Assert.Single(PageCommand.Read("```console\n$ agentguard test shop\nshop\n…\n1 scenario: all as written\n```\n"));

        Assert.Equal(["agentguard", "test", "shop"], command.Words());
        Assert.True(command.Shows("shop\n  ok    One\n\n1 scenario: all as written\n"));
        Assert.False(command.Shows("shop\n  ok    One\n\n1 scenario: 0 as written, 1 failed\n"));
        Assert.False(command.Shows("shop\n  ok    One\n\n1 scenario: all as written\nand more\n"));
        Assert.False(command.Shows(""));
    }

    /// <summary>Results and then faults, as they stand in a terminal. Paths of the page are those of the folder.</summary>
    private static async Task<string> RunAgentGuard(TemporaryFolder folder, PageCommand command)
    {
        CliRun run = await Cli.RunAsync([.. command.Words().Skip(1).Select(word => IsPath(word) ? folder.PathOf(word) : word)]);
        return (run.Output + run.Error).Replace(folder.PathOf("") + "/", "", StringComparison.Ordinal);
    }

    private static bool IsPath(string word) => word is "shop" or Tools || word.StartsWith("shop/", StringComparison.Ordinal);

    private static async Task<string> RunShell(TemporaryFolder folder, PageCommand command)
    {
        ProcessStartInfo start = new("/bin/sh", ["-e", "-c", command.Text])
        {
            WorkingDirectory = folder.PathOf(""),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["LC_ALL"] = "C";
        using Process shell = Process.Start(start)!;
        Task<string> error = shell.StandardError.ReadToEndAsync();
        string output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.Equal((0, ""), (shell.ExitCode, await error));
        return output;
    }

    private static string Repository(string path)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "AgentGuard.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, path);
    }
}

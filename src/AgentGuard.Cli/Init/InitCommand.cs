using System.CommandLine;

namespace AgentGuard.Cli.Init;

internal static class InitCommand
{
    public static Command Create(CliConsole console) => new("init", "Makes a bundle. later");
}

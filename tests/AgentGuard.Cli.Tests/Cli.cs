using System.Runtime.CompilerServices;

namespace AgentGuard.Cli.Tests;

/// <summary>Runs command lines in this process, as in a pipe.</summary>
internal static class Cli
{
    public static Task<CliRun> RunAsync(params string[] args) => RunAsync(args, input: "");

    public static async Task<CliRun> RunAsync(IReadOnlyList<string> args, string input)
    {
        using StringReader reader = new(input);
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        int code = await CommandLine.InvokeAsync(args, new CliConsole(reader, output, error));
        return new CliRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs command lines in a folder, one after the other, and compares all that they print with what was accepted.</summary>
    public static async Task Verify(TemporaryFolder folder, IEnumerable<string[]> lines, string input = "", [CallerFilePath] string sourceFile = "")
    {
        List<string> shown = [];
        foreach (string[] args in lines)
        {
            CliRun run = await RunAsync([.. args.Select(folder.Resolve)], input);
            shown.Add($"$ agentguard {string.Join(' ', args)}\n{folder.Unresolve(run.ToString())}");
        }

        await Verifier.Verify(string.Join("\n", shown), sourceFile: sourceFile);
    }
}

/// <summary>What a command line did.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record CliRun(int Code, string Output, string Error)
{
    /// <summary>Both, and the code where it is not zero.</summary>
    public override string ToString() =>
        Output + (Error.Length > 0 ? $"[stderr]\n{Error}" : "") + (Code == 0 ? "" : $"[exit {Code}]\n");
}

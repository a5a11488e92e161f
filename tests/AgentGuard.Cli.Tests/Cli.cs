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
}

/// <summary>What a command line did.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record CliRun(int Code, string Output, string Error);

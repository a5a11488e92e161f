using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AgentGuard.Cli.Tests.Gateway;

public sealed class McpCommandTests
{
    private const string Greeting = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"probe","version":"1"}}}""";

    private static readonly string s_policies = Path.Combine(NpmServers.Root, "policies", "mcp-memory");

    [Fact]
    public async Task Help()
    {
        CliRun run = await Cli.RunAsync("mcp", "--help");

        Assert.Equal(ExitCode.Success, run.Code);
        await Verifier.Verify(run.Output);
    }

    [Theory]
    [InlineData("no server: give `-- <command> [args]…`, `--url <url>` or `--config <file>`")]
    [InlineData("more than one server", "--url", "http://localhost/mcp", "--", "node")]
    [InlineData("more than one server", "--url", "http://localhost/mcp", "--config", "servers.json")]
    [InlineData("`--header` is for a server with `--url`", "--header", "A: b", "--", "node")]
    [InlineData("loud", "--log", "loud", "--", "node")]
    [InlineData("unknown option `--polices`\nhelp: did you mean `--policies`?", "--polices", "x", "--", "node")]
    public async Task A_command_line_that_makes_no_sense_is_a_usage_error_and_standard_output_stays_empty(string message, params string[] arguments)
    {
        CliRun run = await Cli.RunAsync(["mcp", .. arguments]);

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Equal("", run.Output);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error: the policy bundle `", "--policies", "no-such-folder", "--", "node")]
    [InlineData("error: toolset `a.b` has a dot", "--toolset", "a.b", "--", "node")]
    [InlineData("error: server `mcp`: the URL is not one of http or https\n", "--url", "ftp://localhost/")]
    [InlineData("error: server `mcp` needs the environment variable `AGENTGUARD_NOWHERE`, which is not set\n", "--url", "http://localhost/", "--header", "A: ${AGENTGUARD_NOWHERE}")]
    [InlineData("error: a header is no `Name: value`, or stands twice\n", "--url", "http://localhost/", "--header", "nothing")]
    [InlineData("error: `--timeout` is more than 0 seconds and at most a day\n", "--timeout", "0", "--", "node")]
    [InlineData("error: Could not find file", "--config", "no-such-file.json")]
    public async Task What_cannot_start_says_why_before_the_protocol_begins(string message, params string[] arguments)
    {
        string[] all = arguments.Contains("--policies") ? ["mcp", .. arguments] : ["mcp", "--policies", s_policies, .. arguments];

        CliRun run = await Cli.RunAsync(all);

        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.Equal("", run.Output);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_bundle_stops_the_start()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("agentguard-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "policy.cedar"), "permit (principal, action, resource) when { context.input.amount > };");

        CliRun run = await Cli.RunAsync("mcp", "--policies", folder.FullName, "--", "node");

        folder.Delete(recursive: true);
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.Contains("policy.cedar:1:68", run.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_session_is_told_on_standard_error()
    {
        using Running gateway = await Running.StartAsync();

        await gateway.Process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/list"}""");
        await gateway.Process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"forget"}}""");
        gateway.Process.StandardInput.Close();
        await gateway.Process.WaitForExitAsync();

        string told = await gateway.ErrorOutput;
        foreach ((string pattern, string name) in new[] { ("ses_[0-9a-f]+", "ses_1"), ("dec_[0-9a-f]+", "dec_1"), ("@[0-9a-f]{12}", "@1"), ("from .*:", "from policies:") })
        {
            told = Regex.Replace(told, pattern, name, RegexOptions.None, TimeSpan.FromSeconds(1));
        }

        await Verifier.Verify(told);
    }

    [SkippableFact]
    public async Task Standard_output_is_the_protocol_and_nothing_else()
    {
        using Running gateway = await Running.StartAsync();

        await gateway.Process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/list"}""");
        gateway.Process.StandardInput.Close();

        string rest = await gateway.Process.StandardOutput.ReadToEndAsync();
        await gateway.Process.WaitForExitAsync();
        Assert.Equal(ExitCode.Success, gateway.Process.ExitCode);
        Assert.All(rest.Split('\n', StringSplitOptions.RemoveEmptyEntries), static line => Assert.Equal("2.0", (string?)JsonNode.Parse(line)!["jsonrpc"]));
        await gateway.ServerEnded();
    }

    [SkippableTheory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_ends_the_gateway_and_its_server(string signal)
    {
        Skip.If(IsIgnored(signal), "a shell that starts this in the background has it ignore SIGINT, and with it what it starts");
        using Running gateway = await Running.StartAsync();

        using (Process kill = Process.Start("kill", [$"-{signal}", $"{gateway.Process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await gateway.Process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        await gateway.ServerEnded();
    }

    [SkippableTheory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_ends_a_server_that_does_not_end_by_itself(string signal)
    {
        Skip.If(IsIgnored(signal), "a shell that starts this in the background has it ignore SIGINT, and with it what it starts");
        using Running gateway = await Running.StartAsync("trap '' TERM INT; sleep 1000 & ");

        using (Process kill = Process.Start("kill", [$"-{signal}", $"{gateway.Process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await gateway.Process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(ExitCode.Success, gateway.Process.ExitCode);
        await gateway.ServerEnded();
    }

    [SkippableFact]
    public async Task A_server_that_does_not_end_by_itself_is_ended_with_what_it_started()
    {
        using Running gateway = await Running.StartAsync("trap '' TERM; sleep 1000 & ");

        gateway.Process.StandardInput.Close();

        await gateway.Process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        await gateway.ServerEnded();
    }

    /// <summary>Whether this process ignores a signal: a child does so then, too. The mask has a bit for each signal, the second for SIGINT.</summary>
    private static bool IsIgnored(string signal)
    {
        const string Status = "/proc/self/status";
        const string Ignored = "SigIgn:";
        return signal == "INT"
            && File.Exists(Status)
            && File.ReadLines(Status).FirstOrDefault(static line => line.StartsWith(Ignored, StringComparison.Ordinal)) is { } mask
            && (ulong.Parse(mask.AsSpan(Ignored.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 2) != 0;
    }

    /// <summary>A gateway before a server of one shell line, which greets and then waits.</summary>
    private sealed class Running : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agentguard-");

        private Running(string before)
        {
            Skip.If(OperatingSystem.IsWindows(), "the server is a script of sh");
            string script = Path.Combine(_folder.FullName, "server.sh");
            string shell = """
                BEFORE
                echo $$ > "$1"
                while read -r line; do
                  id=$(echo "$line" | sed -n 's/.*"id":\([0-9]*\).*/\1/p')
                  case "$line" in
                    *'"initialize"'*) echo "{\"jsonrpc\":\"2.0\",\"id\":$id,\"result\":{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"sh\",\"version\":\"1\"}}}" ;;
                    *'"tools/list"'*) echo "{\"jsonrpc\":\"2.0\",\"id\":$id,\"result\":{\"tools\":[]}}" ;;
                    *'"id"'*) echo "{\"jsonrpc\":\"2.0\",\"id\":$id,\"error\":{\"code\":-32601,\"message\":\"no\"}}" ;;
                  esac
                done
                AFTER
                """;
            File.WriteAllText(script, shell.Replace("BEFORE", before, StringComparison.Ordinal).Replace("AFTER", before.Length > 0 ? "wait" : "", StringComparison.Ordinal));
            ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "AgentGuard.Cli.dll"), "mcp", "--policies", s_policies, "--user", "alice", "--", "sh", script, PidFile])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            };
            Process = Process.Start(start)!;
            ErrorOutput = Process.StandardError.ReadToEndAsync();
        }

        public Process Process { get; }

        public Task<string> ErrorOutput { get; }

        private string PidFile => Path.Combine(_folder.FullName, "pid");

        public static async Task<Running> StartAsync(string before = "")
        {
            Running running = new(before);
            await running.Process.StandardInput.WriteLineAsync(Greeting);
            Assert.Contains("agentguard", await running.Process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)), StringComparison.Ordinal);
            return running;
        }

        /// <summary>Done when the server's process is there no more.</summary>
        public async Task ServerEnded()
        {
            int id = int.Parse(await File.ReadAllTextAsync(PidFile), System.Globalization.CultureInfo.InvariantCulture);
            try
            {
                using Process server = Process.GetProcessById(id);
                await server.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
            }
            catch (ArgumentException)
            {
                // It has ended.
            }
        }

        public void Dispose()
        {
            if (!Process.HasExited)
            {
                Process.Kill(entireProcessTree: true);
            }

            Process.Dispose();
            _folder.Delete(recursive: true);
        }
    }
}

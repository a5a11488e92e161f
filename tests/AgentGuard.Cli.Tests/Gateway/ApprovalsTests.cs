using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentGuard.Cli.Tests.Gateway;

/// <summary>Held calls, answered over a socket by whoever the operating system says it is.</summary>
public sealed class ApprovalsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agentguard-");
    private readonly ToolCallGuard _guard;

    public ApprovalsTests()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "policy.cedar"), """
            permit (principal, action == Action::"files.move", resource);
            permit (principal in Group::"owners", action == Action::"agentguard.approve", resource);
            @id("moves-are-approved") @approval("owners") @advice("moving needs a yes") forbid (principal, action == Action::"files.move", resource);
            """);
        File.WriteAllText(Path.Combine(_folder.FullName, "tools.json"), """{ "tools": { "files.move": { "arguments": { "/key": { "sensitive": true } } } } }""");
        File.WriteAllText(
            Path.Combine(_folder.FullName, "entities.json"),
            JsonSerializer.Serialize(new[] { Environment.UserName, "alice" }.Select(static name => new
            {
                uid = new { type = "User", id = name },
                attrs = new { },
                parents = new[] { new { type = "Group", id = "owners" } },
            })));
        _guard = ToolCallGuard.FromPolicies(_folder.FullName);
    }

    private string SocketPath => Path.Combine(_folder.FullName, "s");

    [SkippableFact]
    public async Task Somebody_else_sees_what_waits_for_him_and_his_yes_releases_it()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "sockets say who is at the other end on Linux");
        await using ApprovalSocket socket = Open();
        string id = await HoldAsync("alice");

        CliRun listed = await Cli.RunAsync("approvals", SocketPath);
        CliRun approved = await Cli.RunAsync("approvals", SocketPath, "--approve", id);

        Assert.Equal(
            $"""
            {id}  files.move  alice → bot  expires HH:MM UTC
                source: a·b
                key: [redacted]
                moving needs a yes (moves-are-approved, 1 of owners)

            """.ReplaceLineEndings("\n"),
            string.Join('\n', listed.Output.Split('\n').Select(static line => line.Contains("expires ", StringComparison.Ordinal) ? line[..line.IndexOf("expires ", StringComparison.Ordinal)] + "expires HH:MM UTC" : line)));
        Assert.Equal($"{id} is approved: the call runs when it is made again\n", approved.Output);
        Assert.Equal(ApprovalState.Approved, (await _guard.Approvals.GetAsync(id))!.State);
        Assert.Contains("is not answered", (await Cli.RunAsync("approvals", SocketPath, "--refuse", "apr_0000000000")).Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Nobody_approves_what_is_done_in_his_own_name_nor_reads_of_it()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "sockets say who is at the other end on Linux");
        await using ApprovalSocket socket = Open();
        string id = await HoldAsync(Environment.UserName);

        CliRun listed = await Cli.RunAsync("approvals", SocketPath);
        CliRun approved = await Cli.RunAsync("approvals", SocketPath, "--approve", id);

        Assert.Equal($"nothing waits for {Environment.UserName}\n", listed.Output);
        Assert.Equal(ExitCode.Findings, approved.Code);
        Assert.Equal($"{id} is not answered: approver-in-chain\n", approved.Output);
        Assert.Equal(ApprovalState.Pending, (await _guard.Approvals.GetAsync(id))!.State);
    }

    [SkippableFact]
    public async Task Another_account_of_the_machine_is_known_as_itself()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "only root can become somebody else, with setpriv");
        await using ApprovalSocket socket = Open();
        string id = await HoldAsync("alice");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        ProcessStartInfo start = new("setpriv", ["--reuid=nobody", "--clear-groups", "node", "-e", $$"""
            const socket = require('net').connect('{{SocketPath}}', () => socket.write(JSON.stringify({ Do: 'approve', Id: '{{id}}', User: 'fay' }) + '\n'));
            socket.pipe(process.stdout);
            """]) { RedirectStandardOutput = true, UseShellExecute = false };

        using Process nobody = Process.Start(start)!;
        string reply = await nobody.StandardOutput.ReadToEndAsync();

        Assert.Contains("\"User\":\"nobody\"", reply, StringComparison.Ordinal);
        Assert.Contains("not-in-group", reply, StringComparison.Ordinal);
        Assert.Equal(ApprovalState.Pending, (await _guard.Approvals.GetAsync(id))!.State);
    }

    [SkippableTheory]
    [InlineData("garbage\n")]
    [InlineData("{}\n")]
    [InlineData("null\n")]
    [InlineData("{\"Do\":\"approve\"}\n")]
    [InlineData("{\"Do\":\"everything\",\"Id\":\"x\"}\n")]
    [InlineData("")]
    public async Task What_cannot_be_read_is_answered_and_the_next_question_too(string question)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "sockets say who is at the other end on Linux");
        await using ApprovalSocket socket = Open();

        foreach (string text in new[] { question, new string('x', 5000) })
        {
            using Socket peer = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await peer.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
            await using NetworkStream stream = new(peer);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
            peer.Shutdown(SocketShutdown.Send);
            using StreamReader reader = new(stream);
            Assert.Contains("\"IsAccepted\":false", await ReadAsync(reader), StringComparison.Ordinal);
        }

        Assert.Equal(ExitCode.Success, (await Cli.RunAsync("approvals", SocketPath)).Code);
    }

    [SkippableFact]
    public async Task A_socket_that_is_there_is_not_taken_over_and_goes_with_its_gateway()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "sockets say who is at the other end on Linux");
        ApprovalSocket socket = Open();

        Assert.Throws<CliException>(Open);
        await socket.DisposeAsync();

        Assert.False(File.Exists(SocketPath));
        CliRun run = await Cli.RunAsync("approvals", SocketPath);
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.StartsWith($"error: no gateway answers at `{SocketPath}`", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help()
    {
        CliRun run = await Cli.RunAsync("approvals", "--help");

        await Verifier.Verify(run.Output);
    }

    public void Dispose()
    {
        _guard.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>A peer that was too long may hear nothing but the end.</summary>
    private static async Task<string> ReadAsync(StreamReader reader)
    {
        try
        {
            return await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            return "\"IsAccepted\":false";
        }
    }

    private ApprovalSocket Open() => ApprovalSocket.Open(SocketPath, _guard.Approvals, NullLogger.Instance);

    private async Task<string> HoldAsync(string user)
    {
        using AgentScope scope = AgentScope.Begin(GuardSession.Create(), Principal.User(user), Principal.Agent("bot"));
        ToolCallOutcome held = await _guard.InvokeAsync(
            new ToolCallRequest
            {
                Tool = new ToolDefinition(new ToolId("files", "move")),
                Arguments = ToolArguments.FromJson("{\"source\":\"a\\nb\",\"key\":\"secret\"}"),
            },
            static (_, _) => throw new InvalidOperationException("it ran"));
        return held.Decision.Approval!.Id;
    }
}

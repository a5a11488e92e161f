using System.Text.Json;
using AgentGuard.Cli.Init;

namespace AgentGuard.Cli.Tests.Init;

/// <summary>Servers are asked for their tools within bounds, and one that does not behave leaves no bundle, or a tool out of it.</summary>
public sealed class LiveServerTests
{
    [Fact]
    public async Task A_server_over_http_is_asked_page_by_page_and_gets_its_header()
    {
        using LoopbackServer server = new(request => (string?)request["params"]?["cursor"] == "more"
            ? """{"tools":[{"name":"write_file","inputSchema":{"type":"object"}}]}"""
            : """{"tools":[{"name":"read_file","inputSchema":{"type":"object"},"annotations":{"readOnlyHint":true}}],"nextCursor":"more"}""");
        using TemporaryFolder folder = new();

        CliRun run = await Cli.RunAsync("init", folder.PathOf("files"), "--url", server.Url, "--header", "Authorization: Bearer x");

        Assert.Equal(ExitCode.Success, run.Code);
        Assert.Equal("", run.Error);
        Assert.Equal("Bearer x", server.Authorization);
        Assert.Contains($"agentguard mcp --policies {folder.PathOf("files")} --toolset files --url {server.Url}\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(["files.read_file", "files.write_file"], ToolListing.Load(folder.PathOf("files/definitions.json")).Select(tool => tool.Id.ToString()));
    }

    [Fact]
    public async Task Several_servers_come_from_one_file_and_keep_their_keys()
    {
        using LoopbackServer one = new(_ => """{"tools":[{"name":"read","inputSchema":{"type":"object"}}]}""");
        using LoopbackServer other = new(_ => """{"tools":[{"name":"read","inputSchema":{"type":"object"}}]}""");
        using TemporaryFolder folder = new();
        folder.Write("mcp.json", $$$"""{ "mcpServers": { "files": { "url": "{{{one.Url}}}" }, "mail": { "url": "{{{other.Url}}}" } } }""");

        CliRun run = await Cli.RunAsync("init", folder.PathOf("all"), "--config", folder.PathOf("mcp.json"));

        Assert.Equal(ExitCode.Success, run.Code);
        Assert.Equal(["files.read", "mail.read"], ToolListing.Load(folder.PathOf("all/definitions.json")).Select(tool => tool.Id.ToString()));
        Assert.Contains("action in [Action::\"files\", Action::\"mail\"]", folder.Read("all/policies.cedar"), StringComparison.Ordinal);
        Assert.True(await BundleProof.PassesAsync(folder.PathOf("all"), default));
    }

    [Fact]
    public async Task Tools_that_no_policy_could_name_are_left_out_and_it_is_said()
    {
        string[] tools =
        [
            """{"name":"read","inputSchema":{"type":"object"}}""",
            """{"name":"wri\u202ete","inputSchema":{"type":"object"}}""",
            """{"name":"","inputSchema":{"type":"object"}}""",
            $$$"""{"name":"{{{new string('x', 300)}}}","inputSchema":{"type":"object"}}""",
            """{"name":"twice","inputSchema":{"type":"object"}}""",
            """{"name":"twice","description":"Another one.","inputSchema":{"type":"object"}}""",
            """{"name":"half","description":"\ud800","inputSchema":{"type":"object"}}""",
            """{"name":"same","inputSchema":{"type":"object","properties":{"a":{"type":"string"},"a":{"type":"integer"}}}}""",
            """{"name":"huge","inputSchema":{"type":"object","properties":{"a":{"type":"number","maximum":1e999}}}}""",
            """{"name":"odd","inputSchema":[]}""",
            """{"name":7,"inputSchema":{"type":"object"}}""",
        ];
        using LoopbackServer server = new(_ => $$"""{"tools":[{{string.Join(',', tools)}}]}""");
        using TemporaryFolder folder = new();

        CliRun run = await Cli.RunAsync("init", folder.PathOf("files"), "--url", server.Url);
        CliRun check = await Cli.RunAsync("check", folder.PathOf("files"));

        Assert.True(run.Code == ExitCode.Success, run.Error);
        Assert.Equal(ExitCode.Success, check.Code);
        Assert.Equal(["files.read", "files.huge"], ToolListing.Load(folder.PathOf("files/definitions.json")).Select(tool => tool.Id.ToString()));
        await Verifier.Verify(folder.Unresolve(run.ToString()).Replace(server.Url, "<url>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"tools":[]}""", "there is no tool to make policies for")]
    [InlineData("""{"tools":7}""", "server `files` gave an answer without `tools` when it was asked for its tools")]
    [InlineData("[]", "server `files` gave an answer that cannot be read when it was asked for its tools")]
    [InlineData("", "does not list its tools")]
    [InlineData("this is no JSON", "server `files` gave an answer that cannot be read when it was asked for its tools")]
    [InlineData(null, "within 0.5 seconds")]
    public async Task A_server_that_does_not_say_what_it_has_leaves_no_bundle(string? list, string reason)
    {
        using LoopbackServer server = new(_ => list);
        using TemporaryFolder folder = new();

        CliRun run = await Cli.RunAsync("init", folder.PathOf("files"), "--url", server.Url, "--timeout", list is null ? "0.5" : "60");

        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.Equal("", run.Output);
        Assert.Contains("error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task Pages_without_end_and_answers_without_end_come_to_one()
    {
        int page = 0;
        using LoopbackServer pages = new(_ =>
        {
            IEnumerable<string> tools = Enumerable.Range(0, 500).Select(i => $$"""{"name":"read{{page}}_{{i}}","inputSchema":{"type":"object"} }""");
            return $$"""{"tools":[{{string.Join(',', tools)}}],"nextCursor":"{{++page}}"}""";
        });
        using LoopbackServer flood = new(_ => $$$"""{"tools":[{"name":"read","description":"{{{new string('x', 17 << 20)}}}","inputSchema":{"type":"object"}}]}""");
        using TemporaryFolder folder = new();

        CliRun many = await Cli.RunAsync("init", folder.PathOf("pages"), "--url", pages.Url);
        CliRun long_ = await Cli.RunAsync("init", folder.PathOf("flood"), "--url", flood.Url, "--timeout", "20");

        Assert.Equal(ExitCode.Success, many.Code);
        Assert.Contains("all but the first 2000", many.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failure, long_.Code);
        Assert.False(Directory.Exists(folder.PathOf("flood")));
    }

    [SkippableFact]
    public async Task A_server_that_is_a_command_is_started_asked_and_ended()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs a POSIX shell");
        using TemporaryFolder folder = new();
        folder.Write("server.sh", """
            #!/bin/sh
            # Answers in order: what the client asks first may be the handshake or not.
            while read -r line; do
              id=$(printf '%s' "$line" | sed -n 's/.*"id":\("[^"]*"\|[0-9]*\).*/\1/p')
              case "$line" in
                *'"initialize"'*) printf '{"jsonrpc":"2.0","id":%s,"result":{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"sh","version":"1"}}}\n' "$id" ;;
                *'"tools/list"'*) printf '{"jsonrpc":"2.0","id":%s,"result":{"tools":[{"name":"delete_all","inputSchema":{"type":"object"}}]}}\n' "$id" ;;
                *'"id"'*) printf '{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"no"}}\n' "$id" ;;
              esac
            done
            echo ended > "$1"

            """);

        CliRun run = await Cli.RunAsync("init", folder.PathOf("files"), "--", "/bin/sh", folder.PathOf("server.sh"), folder.PathOf("ended.txt"));

        Assert.True(run.Code == ExitCode.Success, run.Error);
        Assert.Equal("ended\n", folder.Read("ended.txt"));
        Assert.Contains("files.delete_all", run.Output, StringComparison.Ordinal);
        Assert.Contains($"--toolset files -- /bin/sh {folder.PathOf("server.sh")} {folder.PathOf("ended.txt")}\n", run.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("echo it broke >&2; exit 1", "60", "[files] it broke")]
    [InlineData("echo hello; echo world; cat > /dev/null", "0.5", "did not answer within 0.5 seconds")]
    [InlineData("exec sleep 60", "0.5", "did not answer within 0.5 seconds")]
    public async Task A_command_that_is_no_server_is_told_with_what_it_says(string script, string seconds, string expected)
    {
        Skip.If(OperatingSystem.IsWindows(), "needs a POSIX shell");
        using TemporaryFolder folder = new();

        CliRun run = await Cli.RunAsync("init", folder.PathOf("files"), "--timeout", seconds, "--", "/bin/sh", "-c", script);

        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_told()
    {
        using TemporaryFolder folder = new();

        CliRun run = await Cli.RunAsync("init", folder.PathOf("files"), "--", "/nowhere/at-all");

        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.StartsWith("error: server `files` cannot be started: ", run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Files());
    }
}

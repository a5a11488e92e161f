using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Cli.Tests.Gateway;

/// <summary>The gateway before @modelcontextprotocol/server-filesystem, as the README shows it.</summary>
[Collection(NpmServers.Collection)]
public sealed class FilesystemGatewayTests
{
    [SkippableFact]
    public async Task The_inspector_lists_the_tools_that_could_ever_be_permitted()
    {
        using GatewayProcess gateway = Start();

        IEnumerable<string?> tools = (await gateway.InspectAsync("--method", "tools/list"))["tools"]!.AsArray().Select(static tool => (string?)tool!["name"]);

        Assert.Equal(
            [
                "read_text_file", "read_media_file", "write_file", "edit_file", "create_directory", "list_directory", "list_directory_with_sizes", "directory_tree",
                "move_file", "search_files", "get_file_info", "list_allowed_directories",
            ],
            tools);
    }

    [SkippableFact]
    public async Task A_read_inside_the_folder_passes()
    {
        using GatewayProcess gateway = Start();
        await File.WriteAllTextAsync(gateway.PathOf("notes.txt"), "buy milk");

        Assert.Equal("buy milk", await gateway.CallAsync("read_text_file", $"path={gateway.PathOf("notes.txt")}"));
    }

    [SkippableFact]
    public async Task A_write_of_secrets_inside_the_folder_is_refused_by_a_policy_that_the_refusal_names()
    {
        using GatewayProcess gateway = Start();

        string refusal = await gateway.CallAsync("write_file", $"path={gateway.PathOf("prod.env")}", "content=KEY=1");

        Assert.Equal("Not executed: files.write_file was denied. Files whose names end in .env hold secrets: they are neither read nor written (no-secrets).", refusal);
        Assert.False(File.Exists(gateway.PathOf("prod.env")));
        Assert.Contains("Denied files.write_file for alice → inspector", gateway.Log, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_client_does_not_widen_the_servers_folder_by_its_roots()
    {
        using GatewayProcess gateway = Start();
        string outside = Directory.GetParent(gateway.Folder)!.FullName;
        await File.WriteAllTextAsync(Path.Combine(outside, "notes.txt"), "not for you");
#pragma warning disable MCP9005 // deprecated by the newest revision, and alive in those before it
        McpClientOptions options = new()
        {
            Capabilities = new ClientCapabilities { Roots = new RootsCapability { ListChanged = true } },
            Handlers = { RootsHandler = (_, _) => new ValueTask<ListRootsResult>(new ListRootsResult { Roots = [new Root { Uri = new Uri(outside).AbsoluteUri }] }) },
        };
        await using McpClient client = await gateway.ConnectAsync(options);
        await client.SendNotificationAsync(NotificationMethods.RootsListChangedNotification);
#pragma warning restore MCP9005

        CallToolResult folders = await client.CallToolAsync("list_allowed_directories");
        CallToolResult read = await client.CallToolAsync("read_text_file", new Dictionary<string, object?> { ["path"] = Path.Combine(outside, "notes.txt") });

        Assert.Equal($"Allowed directories:\n{gateway.Folder}", GatewayProcess.Text(folders));
        Assert.DoesNotContain("not for you", GatewayProcess.Text(read), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_move_is_held_with_a_reference()
    {
        using GatewayProcess gateway = Start();
        await File.WriteAllTextAsync(gateway.PathOf("a.txt"), "a");

        string held = await gateway.CallAsync("move_file", $"source={gateway.PathOf("a.txt")}", $"destination={gateway.PathOf("b.txt")}");

        Assert.StartsWith("Not executed: files.move_file was held for approval. Moving files needs a yes from one of their owners (moves-are-approved).\nRequest apr_", held, StringComparison.Ordinal);
        Assert.True(File.Exists(gateway.PathOf("a.txt")));
    }

    [SkippableFact]
    public async Task A_held_move_passes_after_the_yes_of_an_owner_of_another_account_than_the_users()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "sockets say who is at the other end on Linux");
        DirectoryInfo bundle = Directory.CreateTempSubdirectory("agentguard-");
        foreach (string file in Directory.EnumerateFiles(Path.Combine(NpmServers.Root, "policies", "mcp-filesystem")))
        {
            File.Copy(file, Path.Combine(bundle.FullName, Path.GetFileName(file)));
        }

        string entities = Path.Combine(bundle.FullName, "entities.json");
        await File.WriteAllTextAsync(entities, (await File.ReadAllTextAsync(entities)).Replace("\"fay\"", $"\"{Environment.UserName}\"", StringComparison.Ordinal));
        string socket = Path.Combine(bundle.FullName, "s");
        using GatewayProcess gateway = new(bundle.FullName, $"--toolset files --approvals {socket}", "node", NpmServers.Filesystem, "{folder}");
        await File.WriteAllTextAsync(gateway.PathOf("a.txt"), "a");
        await using (McpClient client = await gateway.ConnectAsync())
        {
            string held = GatewayProcess.Text(await MoveAsync(client, gateway));
            string id = held[held.IndexOf("apr_", StringComparison.Ordinal)..][..14];

            CliRun approved = await Cli.RunAsync("approvals", socket, "--approve", id);

            Assert.Equal($"{id} is approved: the call runs when it is made again\n", approved.Output);
            Assert.NotEqual(true, (await MoveAsync(client, gateway)).IsError);
            Assert.True(File.Exists(gateway.PathOf("b.txt")));
        }

        bundle.Delete(recursive: true);
    }

    [SkippableFact]
    public async Task Tricks_with_paths_are_refused_and_plain_writes_pass()
    {
        using GatewayProcess gateway = Start();
        await using McpClient client = await gateway.ConnectAsync();
        string[] tricks =
        [
            $"{gateway.Folder}/../escaped.txt", $"{gateway.Folder}/sub/../../escaped.txt", "../escaped.txt", "..\\escaped.txt", $"{gateway.Folder}/..\\..\\escaped.txt", "~/escaped.txt",
            $"{gateway.Folder}/%2e%2e/escaped.txt", $"{gateway.Folder}/\u2024\u2024/escaped.txt", $"{gateway.Folder}/．．/escaped.txt", $"{gateway.Folder}/a\u0000.txt", $"{gateway.Folder}/a.txt\u200b", "",
        ];

        foreach (string trick in tricks)
        {
            string refusal = GatewayProcess.Text(await WriteAsync(client, trick));
            Assert.Equal("Not executed: files.write_file was denied. `/path` has no normal form as path.", refusal);
        }

        Assert.NotEqual(true, (await WriteAsync(client, gateway.PathOf("plain.txt"))).IsError);
        Assert.Equal("text", await File.ReadAllTextAsync(gateway.PathOf("plain.txt")));
        Assert.Equal(["plain.txt"], Directory.EnumerateFileSystemEntries(gateway.Folder).Select(Path.GetFileName));

        // What has a normal form is decided and passed on in it: a policy that looks at the end of a name sees the end.
        foreach (string secret in new[] { $"{gateway.Folder}//prod.env", $"{gateway.Folder}/./prod.env", $"{gateway.Folder}/prod.env/", $"{gateway.Folder}\\prod.env" })
        {
            Assert.Contains("(no-secrets)", GatewayProcess.Text(await WriteAsync(client, secret)), StringComparison.Ordinal);
        }

        // Outside its folder the server itself refuses.
        Assert.Contains("Access denied", GatewayProcess.Text(await WriteAsync(client, "/etc/agentguard-was-here.txt")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Arguments_that_do_not_fit_are_refused_before_the_owners_are_asked()
    {
        using GatewayProcess gateway = Start();
        await using McpClient client = await gateway.ConnectAsync();

        CallToolResult result = await client.CallToolAsync("move_file", new Dictionary<string, object?> { ["source"] = gateway.PathOf("a.txt"), ["destination"] = 7 });

        Assert.True(result.IsError);
        Assert.DoesNotContain("apr_", GatewayProcess.Text(result), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Several_servers_of_one_file_are_guarded_each_under_its_key()
    {
        using GatewayProcess gateway = new("mcp-filesystem", "--config servers.json");
        string config = Path.Combine(Path.GetDirectoryName(gateway.Script)!, "servers.json");
        await File.WriteAllTextAsync(gateway.Script, (await File.ReadAllTextAsync(gateway.Script)).Replace("servers.json", config, StringComparison.Ordinal));
        await File.WriteAllTextAsync(config, $$"""
            { "mcpServers": {
                "files": { "command": "node", "args": ["{{NpmServers.Filesystem}}", "{{gateway.Folder}}"] },
                "more":  { "command": "node", "args": ["{{NpmServers.Filesystem}}", "{{gateway.Folder}}"], "prefix": "more_" } } }
            """);
        await using McpClient client = await gateway.ConnectAsync();

        // The catalog names nothing of `more`: its tools are denied, and nobody sees them.
        Assert.DoesNotContain(await client.ListToolsAsync(), static tool => tool.Name.StartsWith("more_", StringComparison.Ordinal));
        Assert.Equal("Not executed: more.read_text_file was denied.", GatewayProcess.Text(await client.CallToolAsync("more_read_text_file", new Dictionary<string, object?> { ["path"] = gateway.Folder }))[..45]);
        Assert.NotEqual(true, (await WriteAsync(client, gateway.PathOf("plain.txt"))).IsError);
    }

    private static ValueTask<CallToolResult> WriteAsync(McpClient client, string path) =>
        client.CallToolAsync("write_file", new Dictionary<string, object?> { ["path"] = path, ["content"] = "text" });

    private static ValueTask<CallToolResult> MoveAsync(McpClient client, GatewayProcess gateway) =>
        client.CallToolAsync("move_file", new Dictionary<string, object?> { ["source"] = gateway.PathOf("a.txt"), ["destination"] = gateway.PathOf("b.txt") });

    private static GatewayProcess Start() => new("mcp-filesystem", "--toolset files --no-roots", "node", NpmServers.Filesystem, "{folder}");
}

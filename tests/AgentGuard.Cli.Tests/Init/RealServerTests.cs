using AgentGuard.Cli.Init;
using AgentGuard.Cli.Tests.Gateway;
using ModelContextProtocol.Client;

namespace AgentGuard.Cli.Tests.Init;

/// <summary>Bundles for servers that people use, from the servers themselves to a call through the gateway.</summary>
[Collection(NpmServers.Collection)]
public sealed class RealServerTests
{
    // A client of a newer revision asks twice, and takes a slow start for an old server.
    private static readonly McpClientOptions s_handshake = new() { ProtocolVersion = "2025-06-18" };

    [SkippableFact]
    public Task Of_the_filesystem_server_what_writes_is_known() => AssertGuesses(
        NpmServers.Filesystem,
        "~/work",
        """
        read_file: look
        read_text_file: look
        read_media_file: look
        read_multiple_files: look
        write_file: write destructive
        edit_file: write destructive
        create_directory: write
        list_directory: look
        list_directory_with_sizes: look
        directory_tree: look
        move_file: write destructive
        search_files: look
        get_file_info: look
        list_allowed_directories: look
        """);

    [SkippableFact]
    public Task Of_the_everything_server_what_tells_the_environment_is_known() => AssertGuesses(
        NpmServers.Everything,
        "stdio",
        """
        echo: look
        get-annotated-message: look
        get-env: secrets
        get-resource-links: look
        get-resource-reference: look
        get-structured-content: look
        get-sum: look
        get-tiny-image: look
        gzip-file-as-resource: write egress
        toggle-simulated-logging: write
        toggle-subscriber-updates: write
        trigger-long-running-operation: write
        simulate-research-query: write
        """);

    [SkippableFact]
    public Task Of_the_memory_server_what_forgets_is_known() => AssertGuesses(
        NpmServers.Memory,
        "",
        """
        create_entities: write
        create_relations: write
        add_observations: write
        delete_entities: write destructive
        delete_observations: write destructive
        delete_relations: write destructive
        read_graph: look
        search_nodes: look
        open_nodes: look
        """);

    [SkippableFact]
    public async Task What_an_author_takes_out_of_its_comment_passes_the_gateway_and_what_needs_care_is_held()
    {
        using TemporaryFolder folder = new();
        string bundle = folder.PathOf("files");
        using GatewayProcess gateway = new(bundle, "--toolset files", "node", NpmServers.Filesystem, "{folder}");
        await File.WriteAllTextAsync(gateway.PathOf("notes.txt"), "buy milk");
        Assert.Equal(ExitCode.Success, (await Cli.RunAsync("init", bundle, "--user", "alice", "--", "node", NpmServers.Filesystem, gateway.Folder)).Code);

        await using (McpClient denied = await gateway.ConnectAsync(s_handshake))
        {
            Assert.Empty(await denied.ListToolsAsync());
            Assert.StartsWith("Not executed: files.read_text_file was denied.", await ReadAsync(denied, gateway.PathOf("notes.txt")), StringComparison.Ordinal);
        }

        folder.Write("files/policies.cedar", StarterText.Uncommented(folder.Read("files/policies.cedar")));
        Assert.Equal(ExitCode.Success, (await Cli.RunAsync("check", bundle, "--write")).Code);

        await using McpClient client = await gateway.ConnectAsync(s_handshake);
        Assert.Equal("buy milk", await ReadAsync(client, gateway.PathOf("notes.txt")));
        Assert.StartsWith("Not executed: files.read_text_file was denied.", await ReadAsync(client, gateway.PathOf("../notes.txt")), StringComparison.Ordinal);
        string written = GatewayProcess.Text(await client.CallToolAsync("write_file", new Dictionary<string, object?> { ["path"] = gateway.PathOf("notes.txt"), ["content"] = "" }));
        Assert.StartsWith("Not executed: files.write_file was held", written, StringComparison.Ordinal);
        Assert.Equal("buy milk", await File.ReadAllTextAsync(gateway.PathOf("notes.txt")));
    }

    private static async Task<string> ReadAsync(McpClient client, string path) =>
        GatewayProcess.Text(await client.CallToolAsync("read_text_file", new Dictionary<string, object?> { ["path"] = path }));

    private static async Task AssertGuesses(string server, string argument, string expected)
    {
        using TemporaryFolder folder = new TemporaryFolder().Write("work/notes.txt", "");

        CliRun init = await Cli.RunAsync("init", folder.PathOf("bundle"), "--", "node", server, folder.Resolve(argument));
        CliRun check = await Cli.RunAsync("check", folder.PathOf("bundle"));
        CliRun test = await Cli.RunAsync("test", folder.PathOf("bundle"));

        Assert.True(init.Code == ExitCode.Success, init.Error);
        Assert.True(check.Code == ExitCode.Success, check.Output);
        Assert.True(test.Code == ExitCode.Success, test.Output);
        Assert.Contains("1 warning\n", check.Output, StringComparison.Ordinal);
        Assert.Equal(expected.ReplaceLineEndings("\n"), string.Join('\n', ToolListing.Load(folder.PathOf("bundle/definitions.json")).Select(Describe)));
    }

    private static string Describe(ToolDefinition tool)
    {
        ToolGuess guess = ToolClassifier.Classify(tool);
        return $"{tool.Id.Name}: {(guess.IsEmpty ? "look" : string.Join(' ', guess.Groups.Select(group => group.Group)))}";
    }
}

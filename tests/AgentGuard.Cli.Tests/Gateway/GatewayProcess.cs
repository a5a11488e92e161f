using System.Diagnostics;
using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Cli.Tests.Gateway;

/// <summary>`agentguard mcp` as a process, started by a script of two lines as a client's configuration would, with a folder of files to work in.</summary>
internal sealed class GatewayProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("agentguard-");

    public GatewayProcess(string bundle, string options, params string[] server)
    {
        Folder = Directory.CreateDirectory(Path.Combine(_parent.FullName, "project")).FullName;
        string command = string.Join(' ', server.Select(Quote));
        Script = Path.Combine(_parent.FullName, "gateway.sh");
        File.WriteAllText(Script, $"""
            #!/bin/sh
            exec dotnet {Quote(Path.Combine(AppContext.BaseDirectory, "AgentGuard.Cli.dll"))} mcp --policies {Quote(Path.Combine(NpmServers.Root, "policies", bundle))} --user alice {options} {(command.Length > 0 ? "-- " + command : "")} 2>>{Quote(LogFile)}
            """.Replace("{folder}", Quote(Folder), StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Where the server may read and write.</summary>
    public string Folder { get; }

    public string Script { get; }

    /// <summary>What the gateway has written to standard error.</summary>
    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private string LogFile => Path.Combine(_parent.FullName, "gateway.log");

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Asks the gateway with the inspector's command line, and takes its answer.</summary>
    public async Task<JsonNode> InspectAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("node", [NpmServers.Inspector, "--cli", Script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(s_patience);
        Assert.True(process.ExitCode == 0, $"{await error}\n{await output}\n{Log}");
        return JsonNode.Parse(await output)!;
    }

    /// <summary>Calls a tool with the inspector's command line.</summary>
    /// <returns>The text that a model would read.</returns>
    public async Task<string> CallAsync(string tool, params string[] arguments) =>
        (string)(await InspectAsync(["--method", "tools/call", "--tool-name", tool, .. arguments.SelectMany(static argument => new[] { "--tool-arg", argument })]))["content"]![0]!["text"]!;

    /// <summary>Connects with the SDK's client.</summary>
    public Task<McpClient> ConnectAsync(McpClientOptions? options = null) =>
        McpClient.CreateAsync(new StdioClientTransport(new StdioClientTransportOptions { Command = Script }), options);

    public void Dispose() => _parent.Delete(recursive: true);

    public static string Text(CallToolResult result) => string.Join('\n', result.Content.OfType<TextContentBlock>().Select(static block => block.Text));

    private static string Quote(string text) => text == "{folder}" ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

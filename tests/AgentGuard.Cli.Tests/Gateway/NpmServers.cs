namespace AgentGuard.Cli.Tests.Gateway;

/// <summary>
/// Real clients and servers from npm. They are there where `.ci/run` has installed them, or where AGENTGUARD_MCP_SERVERS says; elsewhere the tests that need them
/// are skipped.
/// </summary>
internal static class NpmServers
{
    /// <summary>Tests that start them run one after the other: a client takes a server that starts too slowly for one of an older revision.</summary>
    public const string Collection = "npm servers";

    public static string Inspector => Entry("inspector", "cli/build/cli.js");

    public static string Filesystem => Entry("server-filesystem", "dist/index.js");

    public static string Everything => Entry("server-everything", "dist/index.js");

    public static string Memory => Entry("server-memory", "dist/index.js");

    /// <summary>The repository.</summary>
    public static string Root { get; } = FindRoot();

    private static string Folder => Environment.GetEnvironmentVariable("AGENTGUARD_MCP_SERVERS") ?? Path.Combine(Root, "artifacts", "mcp-servers");

    private static string Entry(string package, string file)
    {
        string path = Path.Combine(Folder, "node_modules", "@modelcontextprotocol", package, file);
        Skip.If(OperatingSystem.IsWindows(), "the servers are started by a script of sh");
        Skip.IfNot(File.Exists(path), $"no @modelcontextprotocol/{package} in {Folder}: install it there with npm, or set AGENTGUARD_MCP_SERVERS to its folder");
        return path;
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "AgentGuard.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}

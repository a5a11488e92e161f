// An MCP server whose every tool call is decided. Standard output is the protocol: start it from a client, such as the MCP inspector.
using System.Collections.Concurrent;
using System.ComponentModel;
using AgentGuard;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;
using static AgentGuard.Principal;

ServiceCollection services = new();
services.AddMcpServer()
    .WithStdioServerTransport()
    .WithTools<Notes>()
    .WithAgentGuard("policies/notes", options =>
    {
        options.Toolset = "notes";
        options.HasHuman = true;   // a @confirm is asked of whoever sits in front of the client
    });

// Over stdio nobody signs in: whoever started this process calls, through a client that nobody vouches for.
using AgentScope run = AgentScope.Begin(User(Environment.UserName), Hop.Asserted(Agent("desktop")));
await using ServiceProvider provider = services.BuildServiceProvider();
await provider.GetRequiredService<McpServer>().RunAsync();

[McpServerToolType]
internal sealed class Notes
{
    private static readonly ConcurrentDictionary<string, string> s_notes = new() { ["shopping"] = "milk, bread", ["diary/monday"] = "it rained" };

    [McpServerTool(Name = "read", ReadOnly = true), Description("Reads a note.")]
    public static string Read(string title) => s_notes.TryGetValue(title, out string? text) ? text : "there is no such note";

    [McpServerTool(Name = "delete", Destructive = true), Description("Deletes a note.")]
    public static string Delete(string title) => s_notes.TryRemove(title, out _) ? $"{title} is gone" : "there is no such note";
}

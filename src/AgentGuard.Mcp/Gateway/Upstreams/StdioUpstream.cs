using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>A server that the gateway starts as a process, one for each connection, and speaks with over its standard input and output.</summary>
public sealed class StdioUpstream : McpUpstream
{
    /// <summary>A server to be started.</summary>
    /// <param name="key">The toolset's key.</param>
    /// <param name="command">The program: a path, or a name that is looked for where the system looks. No shell reads it.</param>
    /// <param name="arguments">Its arguments, passed on as they are.</param>
    /// <exception cref="ArgumentException">The key cannot be a toolset's, or the command is empty.</exception>
    public StdioUpstream(string key, string command, params IEnumerable<string> arguments)
        : base(key)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        Command = command;
        Arguments = [.. arguments];
    }

    /// <summary>The program.</summary>
    public string Command { get; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Variables of its environment, beside what it inherits.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where it runs; null for the gateway's own directory.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>
    /// Whether it inherits the gateway's whole environment. Default false: what tells a program where it is (`PATH`, `HOME` and the like) and nothing else, so that
    /// one server does not read another's secrets.
    /// </summary>
    public bool InheritsEnvironment { get; init; }

    internal override ValueTask<ITransport> OpenAsync(UpstreamContext context, CancellationToken cancellationToken) =>
        new(ServerProcess.Start(this, context));
}

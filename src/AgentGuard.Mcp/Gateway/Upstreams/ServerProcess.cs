using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>The process of a server, which does not outlive its connection: it is told to end, and ended with all that it started where it does not.</summary>
internal sealed class ServerProcess : ITransport
{
    private const int LongestErrorLine = 4096;

    /// <summary>Clients give a gateway two seconds between being told to end and being killed; what it has started must be gone by then.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    /// <summary>What a program needs to find itself; nothing of it is a secret.</summary>
    private static readonly string[] s_inherited =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TERM", "LANG", "LC_ALL", "TZ", "TMPDIR",
        "APPDATA", "COMSPEC", "HOMEDRIVE", "HOMEPATH", "LOCALAPPDATA", "PATHEXT", "PROGRAMDATA", "PROGRAMFILES", "SYSTEMDRIVE", "SYSTEMROOT", "TEMP", "TMP", "USERNAME",
        "USERPROFILE", "WINDIR",
    ];

    private readonly string _key;
    private readonly Process _process;
    private readonly LineTransport _lines;
    private readonly UpstreamContext _context;
    private readonly Task _errors;
    private int _disposed;

    private ServerProcess(StdioUpstream upstream, Process process, UpstreamContext context)
    {
        _key = upstream.Key;
        _process = process;
        _context = context;
        _lines = new LineTransport(
            process.StandardOutput.BaseStream,
            process.StandardInput.BaseStream,
            new LineTransportOptions($"server `{upstream.Key}`", context.Limits.MaxMessageBytes, context.Logger) { WriteTimeout = context.Limits.RequestTimeout, TimeProvider = context.TimeProvider });
        _errors = Task.Run(() => LogErrorsAsync(process.StandardError.BaseStream));
    }

    /// <inheritdoc/>
    public string? SessionId => null;

    /// <inheritdoc/>
    public ChannelReader<JsonRpcMessage> MessageReader => _lines.MessageReader;

    /// <summary>Starts a server.</summary>
    /// <exception cref="McpGatewayException">It cannot be started.</exception>
    public static ServerProcess Start(StdioUpstream upstream, UpstreamContext context)
    {
        ProcessStartInfo start = new(upstream.Command, upstream.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = upstream.WorkingDirectory ?? "",
        };
        if (!upstream.InheritsEnvironment)
        {
            foreach (string name in start.Environment.Keys.Except(s_inherited, StringComparer.OrdinalIgnoreCase).ToList())
            {
                start.Environment.Remove(name);
            }
        }

        foreach ((string name, string value) in upstream.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return new ServerProcess(upstream, Process.Start(start)!, context);
        }
        catch (Exception e) when (e is Win32Exception or DirectoryNotFoundException)
        {
            throw new McpGatewayException($"server `{upstream.Key}` cannot be started: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default) => _lines.SendMessageAsync(message, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        // The end of its input is how a server hears that it is to end.
        await _lines.DisposeAsync().ConfigureAwait(false);
        try
        {
            using CancellationTokenSource grace = new(s_grace, _context.TimeProvider);
            await _process.WaitForExitAsync(grace.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _context.Logger.ServerKilled(_key);
            Kill();
        }

        // Its last words say why it ended; a process that it has left behind may hold them open.
        await _errors.WaitAsync(s_grace, _context.TimeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Dispose();
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended, which is what was wanted.
            _context.Logger.PeerClosed($"server `{_key}`");
        }
    }

    /// <summary>What a server prints for people goes to the gateway's own log and never to the client.</summary>
    private async Task LogErrorsAsync(Stream errors)
    {
        LineReader lines = new(errors, LongestErrorLine);
        try
        {
            while (await lines.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
            {
                if (!line.IsBlank)
                {
                    _context.Logger.ServerSays(_key, PlainText.Of(line.TooLong is null ? Encoding.UTF8.GetString(line.Bytes.Span) : "(a line that is too long)"));
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            _context.Logger.PeerClosed($"server `{_key}`");
        }
    }
}

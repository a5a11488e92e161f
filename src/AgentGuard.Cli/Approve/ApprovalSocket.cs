using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace AgentGuard.Cli;

/// <summary>
/// Lets people of other accounts on this machine answer held calls. The socket may be opened by anybody who can reach its folder; the operating system says who
/// it is, and the policies whether that user may approve: one who is in the chain never may. A client of the gateway has no way to it but another account.
/// </summary>
internal sealed class ApprovalSocket : IAsyncDisposable
{
    private const int MaxQuestion = 1024;
    private const int MaxAtOnce = 8;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _places = new(MaxAtOnce, MaxAtOnce);
    private readonly Socket _listener;
    private readonly string _path;
    private readonly Approvals _approvals;
    private readonly ILogger _logger;
    private readonly TimeProvider _timeProvider;
    private readonly Task _serving;

    private ApprovalSocket(Socket listener, string path, Approvals approvals, ILogger logger, TimeProvider timeProvider)
    {
        _listener = listener;
        _path = path;
        _approvals = approvals;
        _logger = logger;
        _timeProvider = timeProvider;
        _serving = Task.Run(ServeAsync);
    }

    /// <summary>Listens.</summary>
    /// <param name="path">Where the socket is made. Nothing may be there.</param>
    /// <param name="approvals">The guard's.</param>
    /// <param name="logger">Where it is said who answered what.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <exception cref="CliException">It cannot be made, or this operating system does not say who opens it.</exception>
    public static ApprovalSocket Open(string path, Approvals approvals, ILogger logger, TimeProvider? timeProvider = null)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new CliException("`--approvals` needs Linux, whose sockets say who is at the other end", "embed the gateway in a host of your own that authenticates approvers");
        }

        if (File.Exists(path))
        {
            throw new CliException($"`{path}` is there already", "give each gateway a socket of its own; delete it if no gateway is running");
        }

        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
            listener.Listen();
        }
        catch (Exception e) when (e is SocketException or IOException or ArgumentException or UnauthorizedAccessException)
        {
            listener.Dispose();
            throw new CliException($"no socket can be made at `{path}`: {e.Message}", "the folder has to be there, and writable for who runs the gateway");
        }

        return new ApprovalSocket(listener, path, approvals, logger, timeProvider ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        File.Delete(_path);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                await _places.WaitAsync(_closing.Token).ConfigureAwait(false);
                Socket peer = await _listener.AcceptAsync(_closing.Token).ConfigureAwait(false);
                _ = Task.Run(() => ServeAsync(peer));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            _logger.ApprovalsEnded();
        }
    }

    private async Task ServeAsync(Socket peer)
    {
        try
        {
            using CancellationTokenSource patience = new(s_patience, _timeProvider);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _closing.Token);
            using NetworkStream stream = new(peer, ownsSocket: true);
            string? user = PeerCredentials.UserOf(peer);
            ApprovalReply reply = user is null
                ? ApprovalReply.No(user: null, "this machine does not know your account")
                : await ReadAsync(stream, either.Token).ConfigureAwait(false) is { } question
                    ? await AnswerAsync(user, question, either.Token).ConfigureAwait(false)
                    : ApprovalReply.No(user, "the question cannot be read");
            await JsonSerializer.SerializeAsync(stream, reply, cancellationToken: either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            _logger.ApproverGone(e.Message);
        }
        catch (Exception e)
        {
            // A store or a policy that fails: nothing was accepted.
            _logger.ApprovalFailed(e.Message);
        }
        finally
        {
            _places.Release();
        }
    }

    private static async Task<ApprovalQuestion?> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        byte[] line = new byte[MaxQuestion];
        int length = 0;
        while (length < line.Length && line.AsSpan(0, length).IndexOf((byte)'\n') < 0)
        {
            int read = await stream.ReadAsync(line.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            length += read;
        }

        try
        {
            return line.AsSpan(0, length).IndexOf((byte)'\n') is >= 0 and int end ? JsonSerializer.Deserialize<ApprovalQuestion>(line.AsSpan(0, end)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<ApprovalReply> AnswerAsync(string user, ApprovalQuestion question, CancellationToken cancellationToken)
    {
        switch (question)
        {
            case { Do: ApprovalQuestion.List }:
                IReadOnlyList<ApprovalRequest> pending = await _approvals.ListPendingForAsync(Principal.User(user), cancellationToken).ConfigureAwait(false);
                return new ApprovalReply(IsAccepted: true, user, "", [.. pending.Select(PendingCall.Of)]);
            case { Do: ApprovalQuestion.Approve, Id: { } id }:
                return Told(user, question, await _approvals.ApproveAsync(id, Principal.User(user), cancellationToken).ConfigureAwait(false));
            case { Do: ApprovalQuestion.Refuse, Id: { } id }:
                return Told(user, question, await _approvals.RefuseAsync(id, Principal.User(user), cancellationToken).ConfigureAwait(false));
            default:
                return ApprovalReply.No(user, "the question is unknown");
        }
    }

    private ApprovalReply Told(string user, ApprovalQuestion question, ApprovalOutcome outcome)
    {
        string id = HiddenText.Shown(question.Id!);
        _logger.Answered(user, question.Do, id, outcome.Reason ?? "accepted");
        return (outcome.IsAccepted, question.Do, outcome.Request?.State) switch
        {
            (false, _, _) => ApprovalReply.No(user, $"{id} is not answered: {outcome.Reason}"),
            (_, ApprovalQuestion.Refuse, _) => new ApprovalReply(IsAccepted: true, user, $"{id} is refused: the same call is denied until it would have expired", []),
            (_, _, ApprovalState.Approved) => new ApprovalReply(IsAccepted: true, user, $"{id} is approved: the call runs when it is made again", []),
            _ => new ApprovalReply(IsAccepted: true, user, $"{id} has your yes, and needs others'", []),
        };
    }
}

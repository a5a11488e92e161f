using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>The requests to one server that are not answered yet.</summary>
internal sealed class UpstreamCalls(TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<long, UpstreamCall> _calls = new();
    private volatile bool _isOver;
    private long _last;

    /// <summary>Begins a call, which becomes that of this flow.</summary>
    /// <param name="asker">On whose behalf; null for a question of the gateway's own.</param>
    /// <param name="timeout">How long the server may be silent.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public UpstreamCall Begin(Asker? asker, TimeSpan timeout, CancellationToken cancellationToken)
    {
        UpstreamCall call = new(Interlocked.Increment(ref _last), asker, timeout, timeProvider, cancellationToken);
        _calls[call.Id] = call;
        if (_isOver)
        {
            call.Abandon();
        }

        return call;
    }

    /// <summary>Ends all calls, those to come too: the server is gone.</summary>
    public void EndAll()
    {
        _isOver = true;
        foreach (UpstreamCall call in _calls.Values)
        {
            call.Abandon();
        }
    }

    /// <summary>Ends a call.</summary>
    public void End(UpstreamCall call)
    {
        _calls.TryRemove(call.Id, out _);
        call.Dispose();
    }

    /// <summary>
    /// The call on whose behalf the server asks something: the one in whose answer it asked, otherwise the oldest that is open. The protocol does not say which;
    /// all of them are of one client. Where one has a result to be redacted the question counts as its own, and is not asked.
    /// </summary>
    public UpstreamCall? Questioning() =>
        UpstreamCall.Current is { } current && _calls.GetValueOrDefault(current.Id) == current
            ? current
            : _calls.Values.Where(static call => call.Asker is not null).OrderBy(static call => call.Asker!.Client is not WithholdingServer).ThenBy(static call => call.Id).FirstOrDefault();

    /// <summary>
    /// Why the server may not ask the client this now; null where it may. A question that comes before a result to be redacted could hold a part of it, also where it
    /// is read when that result has been answered: this is said while the answer is still behind the question.
    /// </summary>
    public string? RefusalOf(JsonRpcRequest question) =>
        !WithheldMessages.IsHarmlessRequest(question.Method) && _calls.Any(static call => call.Value.Asker?.Client is WithholdingServer)
            ? WithheldMessages.Refusal().Message
            : null;

    /// <summary>Passes progress on to whoever made the call. Of calls that are not open, or of another server, there is none.</summary>
    public async ValueTask ReportAsync(JsonNode? parameters, CancellationToken cancellationToken)
    {
        if (parameters is not JsonObject report
            || report["progressToken"] is not JsonValue token
            || !token.TryGetValue(out long id)
            || !_calls.TryGetValue(id, out UpstreamCall? call))
        {
            return;
        }

        call.Touch();
        if (call.Asker is { ProgressToken: { } wanted } asker)
        {
            report = (JsonObject)report.DeepClone();
            report["progressToken"] = JsonSerializer.SerializeToNode(wanted.Token);
            JsonRpcNotification notification = new() { Method = NotificationMethods.ProgressNotification, Params = report };
            await asker.Client.SendMessageAsync(notification, cancellationToken).ConfigureAwait(false);
        }
    }
}

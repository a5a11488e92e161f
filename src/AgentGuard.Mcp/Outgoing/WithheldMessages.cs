using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>
/// A result that has to be redacted must not leave in pieces before it is one. While such a body runs, whatever its server sends beside the result and could hold
/// a part of it is withheld: progress, log messages, notifications that nobody here knows, and questions to the client.
/// </summary>
internal sealed class WithheldMessages(ILogger logger)
{
    private static readonly AsyncLocal<bool> s_isWithin = new();

    private readonly ConditionalWeakTable<McpServer, RunningBodies> _connections = [];
    private int _hasRun;

    /// <summary>Says that a body runs whose result has to be redacted; until what is returned is disposed.</summary>
    public IDisposable Hold<TParams>(RequestContext<TParams> context)
    {
        Volatile.Write(ref _hasRun, 1);
        RunningBodies bodies = _connections.GetOrCreateValue(Connected.Server(context.Server));
        McpServer before = context.Server;
        bodies.Begin(ProgressTokens.Of(context.JsonRpcRequest.Params));
        bool wasWithin = s_isWithin.Value;
        s_isWithin.Value = true;

        // The body asks the client through this object, by a way that does not lead over the connection's messages.
        context.Server = new WithholdingServer(before);
        return new Held(() =>
        {
            context.Server = before;
            s_isWithin.Value = wasWithin;
            bodies.End();
        });
    }

    /// <summary>Stands last before the wire.</summary>
    public McpMessageHandler Filter(McpMessageHandler next) => async (context, cancellationToken) =>
    {
        if (Volatile.Read(ref _hasRun) == 0 || !MustBeWithheld(context))
        {
            await next(context, cancellationToken).ConfigureAwait(false);
            return;
        }

        string method = context.JsonRpcMessage is JsonRpcRequest request ? request.Method : ((JsonRpcNotification)context.JsonRpcMessage).Method;
        logger.WithheldMessage(PlainText.Of(method, 128));
        if (context.JsonRpcMessage is JsonRpcRequest)
        {
            throw Refusal();
        }
    };

    /// <summary>Whether the client may be asked this by a body whose result has to be redacted: the questions that hold nothing.</summary>
    public static bool IsHarmlessRequest(string method) => method is "ping" or "roots/list";

    public static McpException Refusal() => new("the client cannot be asked anything by a tool whose result is redacted");

    private bool MustBeWithheld(MessageContext context) => context.JsonRpcMessage switch
    {
        JsonRpcNotification { Method: NotificationMethods.ProgressNotification } progress =>
            s_isWithin.Value || BodiesOf(context) is { } bodies && bodies.Withholds(ProgressTokens.OfNotification(progress.Params)),
        JsonRpcNotification notification => !IsHarmlessNotification(notification.Method) && IsWithin(context),
        JsonRpcRequest request => !IsHarmlessRequest(request.Method) && !Confirmation.IsAsking && IsWithin(context),
        _ => false,
    };

    private bool IsWithin(MessageContext context) => s_isWithin.Value || BodiesOf(context) is { IsAnyRunning: true };

    private RunningBodies? BodiesOf(MessageContext context) =>
        _connections.TryGetValue(Connected.Server(context.Server), out RunningBodies? bodies) ? bodies : null;

    private static bool IsHarmlessNotification(string method) => method
        is NotificationMethods.ToolListChangedNotification
        or NotificationMethods.PromptListChangedNotification
        or NotificationMethods.ResourceListChangedNotification
        or NotificationMethods.CancelledNotification
        or NotificationMethods.SubscriptionsAcknowledgedNotification;

    private sealed class Held(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

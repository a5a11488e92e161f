using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>
/// The enforcement, for one kind of request. It stands twice in the server's pipeline: in front of all filters, where nothing has started yet and no task is made,
/// and behind them, right before the body. The second joins the first if the call is still the same, and decides anew if it is not.
/// </summary>
internal sealed class CallLayers<TParams, TResult>(Guarding guarding, CallMapping<TParams, TResult> mapping)
{
    private const string NobodyText = " The server does not know who calls: its operator has to configure that.";

    /// <summary>Decides, and asks the human where one has to confirm.</summary>
    public async ValueTask<TResult> InFrontAsync(RequestContext<TParams> context, McpRequestHandler<TParams, TResult> next, CancellationToken cancellationToken)
    {
        guarding.RequireInstalled(context.Server.ServerOptions);
        Described tool = await mapping.DescribeAsync(context, cancellationToken).ConfigureAwait(false);
        ToolCallRequest request = Request(context, tool, mapping.ReadWritten(context), guarding.Callers.ScopeOf(context), isInFront: true);
        using IDisposable? entered = request.Scope?.Enter();
        ToolCallAdmission admission = await guarding.Guard.AdmitAsync(request, cancellationToken).ConfigureAwait(false);
        admission = await guarding.Confirmation.AskAsync(context, request, admission, cancellationToken).ConfigureAwait(false);
        if (!admission.IsAdmitted)
        {
            return Refuse(tool, request, admission.Refusal);
        }

        OpenCall call = new(admission, request.Scope, this);
        try
        {
            TResult result;
            mapping.Pass(context, admission.Arguments);
            using (call.Enter())
            {
                result = await next(context, cancellationToken).ConfigureAwait(false);
            }

            if (call.IsSettled || mapping.IsDetached(result) || !call.TrySettle())
            {
                return result;
            }

            if (mapping.IsRefusal(result))
            {
                // The layer behind has refused what a filter made of the call.
                await admission.DisposeAsync().ConfigureAwait(false);
                return result;
            }

            // A filter answered in the body's place.
            return Result(tool, request, result, await admission.CompleteAsync(mapping.Decompose(result, admission.HasResultObligations)).ConfigureAwait(false));
        }
        catch (Exception e) when (call.TrySettle())
        {
            if (e is RefusedException)
            {
                await admission.DisposeAsync().ConfigureAwait(false);
                throw;
            }

            if (await admission.FailAsync(e).ConfigureAwait(false) is not { } withheld)
            {
                throw;
            }

            cancellationToken.ThrowIfCancellationRequested();
            return mapping.Refuse(withheld.Text);
        }
    }

    /// <summary>Runs the body on the decided arguments, and redacts and records what comes of it.</summary>
    public async ValueTask<TResult> BehindAsync(RequestContext<TParams> context, McpRequestHandler<TParams, TResult> next, CancellationToken cancellationToken)
    {
        OpenCall? open = OpenCall.Of(this);
        Described tool = await mapping.DescribeAsync(context, cancellationToken).ConfigureAwait(false);
        ToolCallRequest request = Request(
            context, tool, open is null ? mapping.ReadWritten(context) : mapping.ReadPassed(context), open is null ? guarding.Callers.ScopeOf(context) : FurtherIn(open.Scope), isInFront: false);
        using IDisposable? entered = request.Scope?.Enter();
        ToolCallAdmission admission = await AdmitAsync(request, open, cancellationToken).ConfigureAwait(false);
        if (!admission.IsAdmitted)
        {
            return Refuse(tool, request, admission.Refusal);
        }

        bool isRedacted = admission.HasResultObligations;
        TResult? original = default;
        ToolCallOutcome outcome = await admission.RunAsync(
            async (decided, token) =>
            {
                mapping.Pass(context, decided);
                using IDisposable? held = isRedacted ? guarding.Withheld.Hold(context) : null;
                original = await next(context, token).ConfigureAwait(false);
                return mapping.Decompose(original, isRedacted);
            },
            cancellationToken).ConfigureAwait(false);
        return Result(tool, request, original, outcome);
    }

    /// <returns>The admission in front, where the call is the one that was admitted there; else one of its own.</returns>
    private async ValueTask<ToolCallAdmission> AdmitAsync(ToolCallRequest request, OpenCall? open, CancellationToken cancellationToken)
    {
        ToolCallAdmission admission = await guarding.Guard.AdmitAsync(request, cancellationToken).ConfigureAwait(false);
        if (open is null || !ReferenceEquals(admission.Decision, open.Admission.Decision))
        {
            return admission;
        }

        // Its ticket is spent. Where the layer in front has returned meanwhile, nothing records what would run now: that is a call of its own.
        return open.TrySettle() ? open.Admission : await guarding.Guard.AdmitAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A filter may have begun a scope for an agent of its own: then that agent answers for the call as well.</summary>
    private static AgentScope? FurtherIn(AgentScope? decided)
    {
        for (AgentScope? scope = AgentScope.Current; scope is not null; scope = scope.Parent)
        {
            if (ReferenceEquals(scope, decided))
            {
                return AgentScope.Current;
            }
        }

        return decided;
    }

    private static ToolCallRequest Request(RequestContext<TParams> context, Described tool, ToolArguments arguments, AgentScope? scope, bool isInFront) => new()
    {
        Tool = tool.Definition,
        Arguments = tool.Fault is null ? arguments : ToolArguments.Invalid(tool.Fault),
        Scope = scope,
        CallId = context.JsonRpcRequest.Id.ToString(),
        IsOuterLayer = isInFront,
    };

    private TResult Result(Described tool, ToolCallRequest request, TResult? original, ToolCallOutcome outcome) => outcome.Result switch
    {
        null => Refuse(tool, request, outcome),
        { IsChanged: true } changed => mapping.Compose(original!, changed.Forms),
        _ => original!,
    };

    private TResult Refuse(Described tool, ToolCallRequest request, ToolCallOutcome outcome) =>
        mapping.Refuse(tool.FaultText ?? (request.Scope is null ? outcome.Text + NobodyText : outcome.Text));
}

using AgentGuard.Cedar.Values;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>
/// Asks the human in front of the client whether a call may run, where a policy wants the root user's own yes and the deployer says that there is one.
/// The answer is the root user's; whatever else the call waits for, it goes on waiting for.
/// </summary>
internal sealed class Confirmation(ToolCallGuard guard, McpGuardOptions options, ILogger logger)
{
    private static readonly AsyncLocal<bool> s_isAsking = new();

    /// <summary>Whether this flow asks a question of the guard's own.</summary>
    public static bool IsAsking => s_isAsking.Value;

    /// <returns>The admission of the call, decided again where the question was answered.</returns>
    public async ValueTask<ToolCallAdmission> AskAsync(
        MessageContext context, ToolCallRequest request, ToolCallAdmission admission, CancellationToken cancellationToken)
    {
        if (!options.HasHuman
            || admission.Decision is not { Effect: DecisionEffect.RequireApproval, Approval: { } approval }
            || request.Scope?.Chain.Root.Principal is not { } root
            || !approval.Requirements.Any(static requirement => requirement.IsConfirmation)
            || approval.Yeses.Any(yes => yes.Approver.Equals(root))
            || context.Server.ClientCapabilities?.Elicitation?.Form is null)
        {
            return admission;
        }

        try
        {
            return await AnswerAsync(context, approval, root, cancellationToken).ConfigureAwait(false)
                ? await guard.AdmitAsync(request, cancellationToken).ConfigureAwait(false)
                : admission;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The client failed, or was late, or the store of approvals was. Nobody has said yes.
            logger.NotAsked(e, request.Tool.Id);
            return admission;
        }
    }

    /// <returns>Whether there was a yes or a no.</returns>
    private async ValueTask<bool> AnswerAsync(MessageContext context, ApprovalRequest approval, EntityUid root, CancellationToken cancellationToken)
    {
        ElicitResult answer = await ElicitAsync(context.Server, approval, cancellationToken).ConfigureAwait(false);
        bool isYes = answer.Action == "accept";
        bool isNo = answer.Action == "decline";
        logger.Asked(approval.Tool, isYes ? "yes" : isNo ? "no" : "not at all");
        if (isYes)
        {
            await guard.Approvals.ConfirmAsync(approval.Id, root, cancellationToken).ConfigureAwait(false);
        }
        else if (isNo)
        {
            await guard.Approvals.RefuseAsync(approval.Id, root, cancellationToken).ConfigureAwait(false);
        }

        return isYes || isNo;
    }

    private async ValueTask<ElicitResult> ElicitAsync(McpServer server, ApprovalRequest approval, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(options.ConfirmationTimeout, options.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        s_isAsking.Value = true;
        try
        {
            ElicitRequestParams question = new() { Message = Question.Of(approval), RequestedSchema = new ElicitRequestParams.RequestSchema() };

            // The time runs for a client that does not listen to cancellation, too.
            return await server.ElicitAsync(question, either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false);
        }
        finally
        {
            s_isAsking.Value = false;
        }
    }
}

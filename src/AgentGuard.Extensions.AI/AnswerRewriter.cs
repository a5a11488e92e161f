using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>
/// Takes requests for approval and the answers to them out of a conversation. A call that may carry on is given to the function-invoking layer
/// as an approved answer, bound to the call as it was recorded here; any other becomes a call with a result that says why it did not run.
/// </summary>
internal sealed class AnswerRewriter(
    IReadOnlyList<ChatMessage> messages, ChatOptions options, ToolCallGuard guard, PendingCalls pending, Conversation conversation)
{
    private readonly HashSet<string> _resultCallIds = [.. messages.SelectMany(static message => message.Contents).OfType<FunctionResultContent>().Select(static result => result.CallId)];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<ChatMessage> _rewritten = [];

    public async Task<IReadOnlyList<ChatMessage>> RewriteAsync(CancellationToken cancellationToken)
    {
        ILookup<string, ToolApprovalResponseContent> responses = messages
            .SelectMany(static message => message.Contents)
            .OfType<ToolApprovalResponseContent>()
            .Where(static response => response.ToolCall is FunctionCallContent)
            .ToLookup(static response => response.RequestId, StringComparer.Ordinal);

        foreach (ChatMessage message in messages)
        {
            List<AIContent> kept = [];
            List<(FunctionCallContent Call, Resolution Resolution)> resolved = [];
            foreach (AIContent content in message.Contents)
            {
                (string RequestId, FunctionCallContent Call)? asked = content switch
                {
                    ToolApprovalRequestContent { ToolCall: FunctionCallContent call } request => (request.RequestId, call),
                    ToolApprovalResponseContent { ToolCall: FunctionCallContent call } response => (response.RequestId, call),
                    _ => null,
                };
                if (asked is not { } item)
                {
                    kept.Add(content);
                }
                else if (_seen.Add(item.RequestId))
                {
                    PendingCall? call = pending.Find(item.RequestId);
                    resolved.Add((call?.Call ?? item.Call, await ResolveAsync(call, item.Call, [.. responses[item.RequestId]], cancellationToken).ConfigureAwait(false)));
                }
            }

            Write(message, kept, resolved);
        }

        return _rewritten;
    }

    private async Task<Resolution> ResolveAsync(
        PendingCall? call, FunctionCallContent shown, ToolApprovalResponseContent[] responses, CancellationToken cancellationToken)
    {
        if (_resultCallIds.Contains(shown.CallId))
        {
            return Resolution.Over;
        }

        if (call is null || !call.IsOf(conversation.Scope))
        {
            return Resolution.Explain("this request for approval is not known here. Call the tool again if it is still needed.");
        }

        if (call.IsUsed)
        {
            return Resolution.Explain("this request for approval has been answered before.");
        }

        if (responses.Any(response => !FunctionCalls.IsSame(call.Call, response.ToolCall)))
        {
            return Resolution.Explain("the answer does not fit the call that was held.");
        }

        if (responses.FirstOrDefault(static response => !response.Approved) is { } rejection)
        {
            return await RejectAsync(call, rejection, cancellationToken).ConfigureAwait(false);
        }

        bool isApproved = responses.Length > 0;
        if (call.ApprovalId is not { } approvalId)
        {
            return isApproved
                ? Run(call)
                : Resolution.Explain("it waited beside a call that was held. Call it again if it is still needed.");
        }

        // Whoever answers through this client is the user at the root, and confirms; an approver answers to the guard itself.
        if (isApproved && conversation.Scope is { } scope)
        {
            await guard.Approvals.ConfirmAsync(approvalId, scope.Chain.Root.Principal, cancellationToken).ConfigureAwait(false);
        }

        ApprovalRequest? approval = await guard.Approvals.GetAsync(approvalId, cancellationToken).ConfigureAwait(false);
        return approval?.State switch
        {
            ApprovalState.Approved => Run(call),
            ApprovalState.Pending => Resolution.Explain($"it is still held for approval. Request {approvalId} expires {approval.ExpiresAt.UtcDateTime:HH:mm} UTC. Tell the user."),
            _ => Resolution.Explain("its request for approval was refused or has expired."),
        };
    }

    private static Resolution Run(PendingCall call) =>
        call.TryUse() ? Resolution.Run : Resolution.Explain("this request for approval has been answered before.");

    private async Task<Resolution> RejectAsync(PendingCall call, ToolApprovalResponseContent rejection, CancellationToken cancellationToken)
    {
        if (!call.TryUse())
        {
            return Resolution.Explain("this request for approval has been answered before.");
        }

        if (call.ApprovalId is { } approvalId && conversation.Scope is { } scope)
        {
            await guard.Approvals.RefuseAsync(approvalId, scope.Chain.Root.Principal, cancellationToken).ConfigureAwait(false);
        }

        return Resolution.Explain(string.IsNullOrWhiteSpace(rejection.Reason) ? "the user said no." : $"the user said no: {rejection.Reason}");
    }

    /// <summary>What was kept, then each call with why it did not run, then the calls that carry on with their answers.</summary>
    private void Write(ChatMessage message, List<AIContent> kept, List<(FunctionCallContent Call, Resolution Resolution)> resolved)
    {
        if (kept.Count == message.Contents.Count)
        {
            _rewritten.Add(message);
            return;
        }

        if (kept.Count > 0)
        {
            _rewritten.Add(With(message, message.Role, kept));
        }

        List<(FunctionCallContent Call, string Text)> explained = [.. resolved.Where(static item => item.Resolution.Text is not null).Select(static item => (FunctionCalls.Copy(item.Call), item.Resolution.Text!))];
        if (explained.Count > 0)
        {
            // A service that keeps the conversation itself has the calls already, and waits for their results.
            if (string.IsNullOrWhiteSpace(options.ConversationId))
            {
                _rewritten.Add(With(message, ChatRole.Assistant, [.. explained.Select(static item => (AIContent)item.Call)]));
            }

            _rewritten.Add(new ChatMessage(ChatRole.Tool, [.. explained.Select(static item => (AIContent)new FunctionResultContent(item.Call.CallId, $"Not executed: {item.Text}"))]));
        }

        List<ToolApprovalRequestContent> running = [.. resolved
            .Where(static item => item.Resolution.IsRun)
            .Select(static item => new ToolApprovalRequestContent($"run_{Guid.NewGuid():N}", FunctionCalls.Copy(item.Call)))];
        if (running.Count > 0)
        {
            List<FunctionCallContent> calls = [.. running.Select(static request => (FunctionCallContent)request.ToolCall)];
            ToolSeal.Shadow(options, calls, guard, conversation);
            calls.ForEach(conversation.Add);
            _rewritten.Add(With(message, ChatRole.Assistant, [.. running]));
            _rewritten.Add(new ChatMessage(ChatRole.User, [.. running.Select(static request => (AIContent)request.CreateResponse(approved: true))]));
        }
    }

    private static ChatMessage With(ChatMessage message, ChatRole role, List<AIContent> contents)
    {
        ChatMessage changed = message.Clone();
        changed.Role = role;
        changed.Contents = contents;
        return changed;
    }

    /// <summary>What becomes of a request: it runs, it is told why it does not, or it is over and leaves no trace.</summary>
    private readonly record struct Resolution(bool IsRun, string? Text)
    {
        public static Resolution Run => new(true, null);

        public static Resolution Over => default;

        public static Resolution Explain(string text) => new(false, text);
    }
}

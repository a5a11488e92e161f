using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>
/// Takes requests for approval and the answers to them out of a conversation. A call that may carry on is given to the function-invoking layer
/// as an approved answer, bound to the call as it was recorded here; any other becomes a call with a result that says why it did not run.
/// </summary>
internal sealed class AnswerRewriter(
    IReadOnlyList<ChatMessage> messages, ChatOptions options, ToolCallGuard guard, PendingCalls pending, ToolSeal seal, Conversation conversation)
{
    private const int MaxEdits = 64;

    private readonly string? _serviceConversation = string.IsNullOrWhiteSpace(options.ConversationId) ? null : options.ConversationId;
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

        await WriteAwaitedAsync(cancellationToken).ConfigureAwait(false);
        foreach (ChatMessage message in messages)
        {
            List<AIContent> kept = [];
            List<Resolution> resolved = [];
            foreach (AIContent content in message.Contents)
            {
                if (Asked(content) is not { } asked)
                {
                    kept.Add(content);
                }
                else if (_seen.Add(asked.RequestId))
                {
                    resolved.Add(await ResolveAsync(
                        pending.Find(asked.RequestId, conversation.Scope), asked.Call, [.. responses[asked.RequestId]], cancellationToken).ConfigureAwait(false));
                }
            }

            Write(message, kept, resolved);
        }

        return _rewritten;
    }

    private static (string RequestId, FunctionCallContent Call)? Asked(AIContent content) => content switch
    {
        ToolApprovalRequestContent { ToolCall: FunctionCallContent call } request => (request.RequestId, call),
        ToolApprovalResponseContent { ToolCall: FunctionCallContent call } response => (response.RequestId, call),
        _ => null,
    };

    /// <summary>A service that keeps the conversation waits for results of calls that the new messages need not mention.</summary>
    private async Task WriteAwaitedAsync(CancellationToken cancellationToken)
    {
        if (_serviceConversation is null)
        {
            return;
        }

        HashSet<string> mentioned = [.. messages.SelectMany(static message => message.Contents).Select(static content => Asked(content)?.RequestId).OfType<string>()];
        List<Resolution> resolved = [];
        foreach (PendingCall call in pending.AwaitedIn(_serviceConversation, conversation.Scope).Where(call => !mentioned.Contains(call.RequestId)))
        {
            resolved.Add(await ResolveAsync(call, call.Call, [], cancellationToken).ConfigureAwait(false));
        }

        if (resolved.Count > 0)
        {
            Write(new ChatMessage(ChatRole.Assistant, []), [], resolved);
        }
    }

    private async Task<Resolution> ResolveAsync(
        PendingCall? call, FunctionCallContent shown, ToolApprovalResponseContent[] responses, CancellationToken cancellationToken)
    {
        if (_resultCallIds.Contains(shown.CallId))
        {
            return Resolution.Over(shown);
        }

        if (call is null)
        {
            return Resolution.Explain(shown, "this request for approval is not known here. Call the tool again if it is still needed.");
        }

        Resolution resolution = await ResolveAsync(call, responses, cancellationToken).ConfigureAwait(false);
        return _serviceConversation is null || call.TryReport() ? resolution : Resolution.Over(call.Call);
    }

    private async Task<Resolution> ResolveAsync(PendingCall call, ToolApprovalResponseContent[] responses, CancellationToken cancellationToken)
    {
        if (call.IsUsed)
        {
            return Resolution.Used(call);
        }

        if (responses.Any(response => !FunctionCalls.IsSame(call.Call, response.ToolCall)))
        {
            return Resolution.Explain(call.Call, "the answer does not fit the call that was held.");
        }

        if (responses.FirstOrDefault(static response => !response.Approved) is { } rejection)
        {
            return await RejectAsync(call, rejection, cancellationToken).ConfigureAwait(false);
        }

        bool isApproved = responses.Length > 0;
        if (call.ApprovalId is not { } approvalId)
        {
            return isApproved
                ? Resolution.Run(call)
                : Resolution.Explain(call.Call, "it waited for an answer, or beside a call that was held. Call it again if it is still needed.");
        }

        // Whoever answers through this client is the user at the root, and confirms; an approver answers to the guard itself.
        if (isApproved && conversation.Scope is { } scope)
        {
            await guard.Approvals.ConfirmAsync(approvalId, scope.Chain.Root.Principal, cancellationToken).ConfigureAwait(false);
        }

        ApprovalRequest? approval = await FindNewestAsync(approvalId, cancellationToken).ConfigureAwait(false);
        return approval?.State switch
        {
            ApprovalState.Approved => Resolution.Run(call, approval),
            ApprovalState.Pending => Resolution.Explain(call.Call, $"it is still held for approval. Request {approval.Id} expires {approval.ExpiresAt.UtcDateTime:HH:mm} UTC. Tell the user."),
            ApprovalState.Consumed => Resolution.Explain(call.Call, "its approval has been used. Do not call it again; tell the user."),
            _ => Resolution.Explain(call.Call, "its request for approval was refused or has expired."),
        };
    }

    /// <summary>An approver who edits the arguments makes another request, which takes the place of the first.</summary>
    private async Task<ApprovalRequest?> FindNewestAsync(string approvalId, CancellationToken cancellationToken)
    {
        ApprovalRequest? approval = await guard.Approvals.GetAsync(approvalId, cancellationToken).ConfigureAwait(false);
        for (int edits = 0; edits < MaxEdits && approval is { State: ApprovalState.Superseded, SupersededBy: { } successor }; edits++)
        {
            approval = await guard.Approvals.GetAsync(successor, cancellationToken).ConfigureAwait(false);
        }

        return approval;
    }

    private async Task<Resolution> RejectAsync(PendingCall call, ToolApprovalResponseContent rejection, CancellationToken cancellationToken)
    {
        if (!call.TryUse())
        {
            return Resolution.Used(call);
        }

        if (call.ApprovalId is { } approvalId && conversation.Scope is { } scope
            && await FindNewestAsync(approvalId, cancellationToken).ConfigureAwait(false) is { } approval)
        {
            await guard.Approvals.RefuseAsync(approval.Id, scope.Chain.Root.Principal, cancellationToken).ConfigureAwait(false);
        }

        return Resolution.Explain(call.Call, string.IsNullOrWhiteSpace(rejection.Reason) ? "the user said no." : $"the user said no: {rejection.Reason}");
    }

    /// <summary>What was kept, then each call with why it did not run, then the calls that carry on with their answers.</summary>
    private void Write(ChatMessage message, List<AIContent> kept, List<Resolution> resolved)
    {
        if (resolved.Count == 0 && kept.Count == message.Contents.Count)
        {
            _rewritten.Add(message);
            return;
        }

        if (kept.Count > 0)
        {
            _rewritten.Add(With(message, message.Role, kept));
        }

        List<Resolution> explained = resolved.FindAll(static item => item.Text is not null);
        if (explained.Count > 0)
        {
            // A service that keeps the conversation itself has the calls already, and waits for their results.
            if (_serviceConversation is null)
            {
                _rewritten.Add(With(message, ChatRole.Assistant, [.. explained.Select(static item => FunctionCalls.Copy(item.Call))]));
            }

            _rewritten.Add(new ChatMessage(ChatRole.Tool, [.. explained.Select(static item => new FunctionResultContent(item.Call.CallId, $"Not executed: {item.Text}"))]));
        }

        List<ToolApprovalRequestContent> running = [];
        foreach (Resolution item in resolved.Where(static item => item.IsRun))
        {
            FunctionCallContent call = FunctionCalls.Copy(item.Call);
            conversation.Add(call, item.ApprovalId);
            running.Add(new ToolApprovalRequestContent($"run_{Guid.NewGuid():N}", call));
        }

        if (running.Count > 0)
        {
            seal.Cover(options, running.Select(static request => (FunctionCallContent)request.ToolCall), conversation);
            _rewritten.Add(With(message, ChatRole.Assistant, [.. running]));
            _rewritten.Add(new ChatMessage(ChatRole.User, [.. running.Select(static request => request.CreateResponse(approved: true))]));
        }
    }

    private static ChatMessage With(ChatMessage message, ChatRole role, List<AIContent> contents)
    {
        ChatMessage changed = message.Clone();
        changed.Role = role;
        changed.Contents = contents;
        return changed;
    }
}

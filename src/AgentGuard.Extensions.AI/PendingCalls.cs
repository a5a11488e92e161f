using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>The calls that wait for an answer. What is not in here was not asked by this process, and no answer to it counts.</summary>
internal sealed class PendingCalls(GuardedChatOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PendingCall> _calls = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>
    /// Remembers a call and makes the content that leaves the pipeline in its place. Its call is marked as one that nobody else has to process:
    /// a function-invoking layer further out would take the answer for its own, and run the function without the guard.
    /// </summary>
    public ToolApprovalRequestContent Hold(FunctionCallContent call, AgentScope? scope, Decision? decision, string? conversationId)
    {
        ApprovalRequest? approval = decision is { Effect: DecisionEffect.RequireApproval } ? decision.Approval : null;
        ToolApprovalRequestContent request = Ask(call, scope, approval?.Id, conversationId, isAsked: approval is not null);
        if (approval is not null)
        {
            request.AdditionalProperties = new AdditionalPropertiesDictionary
            {
                [HeldCall.ApprovalId] = approval.Id,
                [HeldCall.Text] = decision!.ToModelText(),
                [HeldCall.ExpiresAt] = approval.ExpiresAt,
            };
        }

        return request;
    }

    /// <summary>
    /// Remembers requests that the function-invoking layer made on its own, for functions that always require approval. They get an id of ours:
    /// the layer's is made of the call's, which providers use again in other conversations.
    /// </summary>
    public IList<AIContent> Adopt(IList<AIContent> contents, AgentScope? scope, string? conversationId) =>
        contents.Any(IsForeign) ? [.. contents.Select(content => IsForeign(content) ? Adopt((ToolApprovalRequestContent)content, scope, conversationId) : content)] : contents;

    public PendingCall? Find(string requestId, AgentScope? scope)
    {
        lock (_lock)
        {
            return _calls.GetValueOrDefault(requestId) is { } call && call.IsOf(scope) ? call : null;
        }
    }

    /// <summary>The calls of a conversation that a service keeps, whose results it still waits for.</summary>
    public IReadOnlyList<PendingCall> AwaitedIn(string conversationId, AgentScope? scope)
    {
        lock (_lock)
        {
            return [.. _order.Select(id => _calls[id]).Where(call => call.IsAwaitedIn(conversationId) && call.IsOf(scope))];
        }
    }

#pragma warning disable MEAI001 // what tells hosts apart which calls a person has to answer is experimental, and must not be lost
    private ToolApprovalRequestContent Adopt(ToolApprovalRequestContent request, AgentScope? scope, string? conversationId)
    {
        ToolApprovalRequestContent adopted = Ask((FunctionCallContent)request.ToolCall, scope, approvalId: null, conversationId, request.RequiresConfirmation);
        adopted.AdditionalProperties = request.AdditionalProperties;
        return adopted;
    }

    private ToolApprovalRequestContent Ask(FunctionCallContent call, AgentScope? scope, string? approvalId, string? conversationId, bool isAsked)
    {
        string requestId = $"req_{Guid.NewGuid():N}";
        Add(new PendingCall(requestId, FunctionCalls.Copy(call), scope, approvalId, conversationId));
        return new ToolApprovalRequestContent(requestId, FunctionCalls.Close(FunctionCalls.Copy(call))) { RequiresConfirmation = isAsked };
    }
#pragma warning restore MEAI001

    private bool IsForeign(AIContent content)
    {
        lock (_lock)
        {
            return content is ToolApprovalRequestContent { ToolCall: FunctionCallContent { InformationalOnly: false } } request && !_calls.ContainsKey(request.RequestId);
        }
    }

    private void Add(PendingCall call)
    {
        lock (_lock)
        {
            if (_order.Count >= options.MaxPendingCalls)
            {
                _calls.Remove(_order.Dequeue());
            }

            _calls[call.RequestId] = call;
            _order.Enqueue(call.RequestId);
        }
    }
}

using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>The calls that wait for an answer. What is not in here was not asked by this process, and no answer to it counts.</summary>
internal sealed class PendingCalls(GuardedChatOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PendingCall> _calls = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Remembers a call and makes the content that leaves the pipeline in its place.</summary>
    public ToolApprovalRequestContent Hold(FunctionCallContent call, AgentScope? scope, Decision? decision)
    {
        ApprovalRequest? approval = decision is { Effect: DecisionEffect.RequireApproval } ? decision.Approval : null;
        ToolApprovalRequestContent request = new($"req_{Guid.NewGuid():N}", FunctionCalls.Copy(call));
        if (approval is not null)
        {
            request.AdditionalProperties = new AdditionalPropertiesDictionary
            {
                [HeldCall.ApprovalId] = approval.Id,
                [HeldCall.Text] = decision!.ToModelText(),
                [HeldCall.ExpiresAt] = approval.ExpiresAt,
            };
        }

        Add(new PendingCall(request.RequestId, FunctionCalls.Copy(call), scope, approval?.Id));
        return request;
    }

    /// <summary>Remembers requests that the function-invoking layer made on its own, for functions that always require approval.</summary>
    public void Remember(IEnumerable<AIContent> contents, AgentScope? scope)
    {
        foreach (ToolApprovalRequestContent request in contents.OfType<ToolApprovalRequestContent>())
        {
            if (request.ToolCall is FunctionCallContent call && Find(request.RequestId) is null)
            {
                Add(new PendingCall(request.RequestId, FunctionCalls.Copy(call), scope, approvalId: null));
            }
        }
    }

    public PendingCall? Find(string requestId)
    {
        lock (_lock)
        {
            return _calls.GetValueOrDefault(requestId);
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

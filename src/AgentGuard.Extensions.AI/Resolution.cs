using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>What becomes of a call that left the pipeline as a request: it runs, the model is told why it does not, or it is over and leaves no trace.</summary>
internal sealed record Resolution
{
    private Resolution(FunctionCallContent call) => Call = call;

    public FunctionCallContent Call { get; }

    public bool IsRun { get; private init; }

    /// <summary>Why it does not run.</summary>
    public string? Text { get; private init; }

    /// <summary>The request for a yes that it carries on.</summary>
    public string? ApprovalId { get; private init; }

    public static Resolution Over(FunctionCallContent call) => new(call);

    public static Resolution Explain(FunctionCallContent call, string text) => new(call) { Text = text };

    public static Resolution Used(PendingCall call) => Explain(call.Call, "this request for approval has been answered before.");

    /// <summary>The call carries on as it is recorded here, or as an approver edited it; once.</summary>
    public static Resolution Run(PendingCall call, ApprovalRequest? approval = null)
    {
        if (!call.TryUse())
        {
            return Used(call);
        }

        FunctionCallContent carriedOn = approval is { Editors.Count: > 0 }
            ? FunctionCalls.Copy(call.Call, ToolArguments.FromJson(approval.Arguments.GetRawText(), int.MaxValue))
            : call.Call;
        return new Resolution(carriedOn) { IsRun = true, ApprovalId = approval?.Id };
    }
}

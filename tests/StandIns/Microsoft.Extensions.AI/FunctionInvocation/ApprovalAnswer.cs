namespace Microsoft.Extensions.AI;

internal sealed record ApprovalAnswer(ToolApprovalResponseContent Response, ToolApprovalRequestContent? Request, ChatMessage? RequestMessage)
{
    public FunctionCallContent Call => (FunctionCallContent)Response.ToolCall;

    /// <summary>The answers to calls without a result. Throws when a request has no answer after it.</summary>
    public static List<ApprovalAnswer> Unanswered(List<ChatMessage> messages)
    {
        Dictionary<string, (ToolApprovalRequestContent Request, ChatMessage Message)> requests = [];
        List<ToolApprovalResponseContent> responses = [];
        HashSet<string> open = [];
        HashSet<string> executed = [];
        foreach (ChatMessage message in messages)
        {
            foreach (AIContent content in message.Contents)
            {
                switch (content)
                {
                    case ToolApprovalRequestContent { ToolCall: FunctionCallContent { InformationalOnly: false } } request:
                        open.Add(request.ToolCall.CallId);
                        requests.Add(request.RequestId, (request, message));
                        break;
                    case ToolApprovalResponseContent { ToolCall: FunctionCallContent { InformationalOnly: false } } response:
                        open.Remove(response.ToolCall.CallId);
                        responses.Add(response);
                        break;
                    case FunctionResultContent result:
                        executed.Add(result.CallId);
                        break;
                }
            }
        }

        if (open.Count > 0)
        {
            throw new InvalidOperationException(
                $"ToolApprovalRequestContent found with FunctionCall.CallId(s) '{string.Join(", ", open)}' that have no matching ToolApprovalResponseContent.");
        }

        return [.. responses
            .Where(response => !executed.Contains(response.ToolCall.CallId))
            .Select(response => requests.TryGetValue(response.RequestId, out var found)
                ? new ApprovalAnswer(response, found.Request, found.Message)
                : new ApprovalAnswer(response, null, null))];
    }

    /// <summary>Request and response may hold copies of the call, when they went over a wire.</summary>
    public void Close()
    {
        Call.InformationalOnly = true;
        if (Request?.ToolCall is FunctionCallContent asked)
        {
            asked.InformationalOnly = true;
        }
    }

    public AIContent Reject()
    {
        Close();
        string reason = string.IsNullOrWhiteSpace(Response.Reason) ? string.Empty : $" {Response.Reason}";
        return new FunctionResultContent(Call.CallId, $"Tool call invocation was rejected by the approver and must not be retried.{reason}");
    }
}

namespace Microsoft.Extensions.AI;

/// <summary>
/// The caller's answers to requests for approval, taken out of the messages before the inner client is asked.
/// Nothing ties an answer to a request that was made: the call inside the answer is the one that runs.
/// </summary>
internal sealed class ApprovalAnswers
{
    private ApprovalAnswers(List<ApprovalAnswer> approved, List<ChatMessage> rebuilt, int insertAt)
    {
        Approved = approved;
        Rebuilt = rebuilt;
        InsertAt = insertAt;
    }

    public List<ApprovalAnswer> Approved { get; }

    /// <summary>The calls as the model made them, and the results of the rejected ones.</summary>
    public List<ChatMessage> Rebuilt { get; }

    /// <summary>Where in the messages the results of the approved calls belong.</summary>
    public int InsertAt { get; }

    public static bool AnyIn(List<ChatMessage> messages) => messages.Exists(m => m.Contents.Any(IsForFunction));

    public static ApprovalAnswers TakeFrom(List<ChatMessage> messages, bool isHeldByService, string? toolMessageId, string? callMessageId)
    {
        // What stands in or after the last message of the exchange stays after the rebuilt calls and results.
        int last = messages.FindLastIndex(m => m.Contents.Any(IsForFunction));
        int after = messages.Count - last - (messages[last].Contents.All(IsForFunction) ? 1 : 0);

        List<ApprovalAnswer> answers = ApprovalAnswer.Unanswered(messages);
        Remove(messages);
        int insertAt = messages.Count - after;

        List<ApprovalAnswer> rejected = answers.FindAll(a => !a.Response.Approved);
        List<ApprovalAnswer> approved = answers.FindAll(a => a.Response.Approved);
        List<ChatMessage> rebuilt = RebuildCalls([.. rejected, .. approved], callMessageId);
        if (!isHeldByService)
        {
            messages.InsertRange(insertAt, rebuilt);
            insertAt += rebuilt.Count;
        }

        if (rejected.Count > 0)
        {
            var results = new ChatMessage(ChatRole.Tool, [.. rejected.Select(a => a.Reject())]) { MessageId = toolMessageId };
            rebuilt.Add(results);
            messages.Insert(insertAt++, results);
        }

        return new ApprovalAnswers(approved, rebuilt, insertAt);
    }

    private static bool IsForFunction(AIContent content) => content
        is ToolApprovalRequestContent { ToolCall: FunctionCallContent { InformationalOnly: false } }
        or ToolApprovalResponseContent { ToolCall: FunctionCallContent { InformationalOnly: false } };

    private static void Remove(List<ChatMessage> messages)
    {
        for (int i = messages.Count - 1; i >= 0; i--)
        {
            List<AIContent> rest = [.. messages[i].Contents.Where(c => !IsForFunction(c))];
            if (rest.Count == 0)
            {
                messages.RemoveAt(i);
            }
            else if (rest.Count != messages[i].Contents.Count)
            {
                messages[i] = messages[i].Clone();
                messages[i].Contents = rest;
            }
        }
    }

    /// <summary>One message for each message that the requests came in; a response whose request is gone joins an only message.</summary>
    private static List<ChatMessage> RebuildCalls(List<ApprovalAnswer> answers, string? callMessageId)
    {
        List<(string Key, ChatMessage Message)> rebuilt = [];
        foreach (ApprovalAnswer answer in answers)
        {
            string key = answer.RequestMessage?.MessageId ?? string.Empty;
            int at = answer.RequestMessage is null && rebuilt.Count == 1 ? 0 : rebuilt.FindIndex(m => m.Key == key);
            if (at >= 0)
            {
                rebuilt[at].Message.Contents.Add(answer.Response.ToolCall);
                continue;
            }

            ChatMessage message = answer.RequestMessage?.Clone() ?? new ChatMessage { Role = ChatRole.Assistant };
            message.Contents = [answer.Response.ToolCall];
            message.MessageId ??= callMessageId;
            rebuilt.Add((key, message));
        }

        return [.. rebuilt.Select(m => m.Message)];
    }
}

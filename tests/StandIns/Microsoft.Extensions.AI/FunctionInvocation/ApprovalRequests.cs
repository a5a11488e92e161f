namespace Microsoft.Extensions.AI;

/// <summary>Turns calls into requests for approval: all calls of a response, or none.</summary>
internal static class ApprovalRequests
{
    public static HashSet<string> ToolsThatNeedOne(IList<AITool>? tools, IList<AITool>? additionalTools) =>
        (tools ?? []).Concat(additionalTools ?? [])
            .Where(tool => tool.GetService<ApprovalRequiredAIFunction>() is not null)
            .Select(tool => tool.Name)
            .ToHashSet(StringComparer.Ordinal);

    public static IList<ChatMessage> Replace(IList<ChatMessage> messages, HashSet<string> needApproval)
    {
        if (!FunctionCalls.Open(messages.SelectMany(m => m.Contents)).Any(call => needApproval.Contains(call.Name)))
        {
            return messages;
        }

        return [.. messages.Select(message =>
        {
            if (!FunctionCalls.Open(message.Contents).Any())
            {
                return message;
            }

            ChatMessage copy = message.Clone();
            copy.Contents = Replace(message.Contents, needApproval);
            return copy;
        })];
    }

    public static void Replace(ChatResponseUpdate update, HashSet<string> needApproval)
    {
        if (FunctionCalls.Open(update.Contents).Any())
        {
            update.Contents = Replace(update.Contents, needApproval);
        }
    }

    private static List<AIContent> Replace(IList<AIContent> contents, HashSet<string> needApproval) =>
        [.. contents.Select(content => content is FunctionCallContent { InformationalOnly: false } call
            ? new ToolApprovalRequestContent($"ficc_{call.CallId}", call) { RequiresConfirmation = needApproval.Contains(call.Name) }
            : content)];
}

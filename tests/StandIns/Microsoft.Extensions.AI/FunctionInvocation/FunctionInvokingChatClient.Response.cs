namespace Microsoft.Extensions.AI;

public partial class FunctionInvokingChatClient
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var conversation = new Conversation(messages, options);
        if (ApprovalAnswers.AnyIn(conversation.Original))
        {
            ApprovalAnswers answers = ApprovalAnswers.TakeFrom(conversation.Original, conversation.IsHeldByService, toolMessageId: null, callMessageId: null);
            conversation.Produced.AddRange(answers.Rebuilt);
            Round round = await InvokeApprovedAsync(answers, conversation, isStreaming: false, cancellationToken);
            conversation.Produced.AddRange(round.Messages);
            if (round.Terminate)
            {
                return new ChatResponse(conversation.Produced);
            }
        }

        UsageDetails? usage = null;
        for (int iteration = 0; ; iteration++)
        {
            bool isLast = iteration >= MaximumIterationsPerRequest;
            if (isLast)
            {
                conversation.WithdrawFunctions();
            }

            ChatResponse response = await base.GetResponseAsync(conversation.ToSend, conversation.Options, cancellationToken)
                ?? throw new InvalidOperationException("The inner IChatClient returned a null ChatResponse.");
            List<AIContent> contents = [.. response.Messages.SelectMany(m => m.Contents)];
            FunctionCalls.MarkAnswered(FunctionCalls.Open(contents), contents);
            response.Messages = ApprovalRequests.Replace(response.Messages, ApprovalRequests.ToolsThatNeedOne(conversation.Options?.Tools, AdditionalTools));

            List<FunctionCallContent> calls = isLast ? [] : [.. FunctionCalls.Open(response.Messages.SelectMany(m => m.Contents))];
            if (calls.Count == 0 && iteration == 0)
            {
                response.Messages = conversation.Produced.Count > 0 ? [.. conversation.Produced, .. response.Messages] : response.Messages;
                return response;
            }

            conversation.Produced.AddRange(response.Messages);
            usage = Sum(usage, response.Usage);
            if (!LeavesCallsToTheCaller(calls, conversation.Options))
            {
                conversation.Follow(response);
                Round round = await InvokeAsync(calls, conversation, conversation.ToSend, iteration, isStreaming: false, insertAt: null, cancellationToken);
                conversation.Produced.AddRange(round.Messages);
                if (!round.Terminate)
                {
                    conversation.UpdateOptions(response.ConversationId);
                    continue;
                }
            }

            response.Messages = conversation.Produced;
            response.Usage = usage;
            return response;
        }
    }

    private static UsageDetails? Sum(UsageDetails? total, UsageDetails? more)
    {
        if (total is null || more is null)
        {
            return total ?? more;
        }

        total.Add(more);
        return total;
    }
}

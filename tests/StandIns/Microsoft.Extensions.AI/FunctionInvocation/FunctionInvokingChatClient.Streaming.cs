using System.Runtime.CompilerServices;

namespace Microsoft.Extensions.AI;

public partial class FunctionInvokingChatClient
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var conversation = new Conversation(messages, options);
        string toolMessageId = Guid.NewGuid().ToString("N");
        if (ApprovalAnswers.AnyIn(conversation.Original))
        {
            ApprovalAnswers answers = ApprovalAnswers.TakeFrom(
                conversation.Original, conversation.IsHeldByService, toolMessageId, callMessageId: Guid.NewGuid().ToString("N"));
            foreach (ChatMessage message in answers.Rebuilt)
            {
                yield return ToUpdate(message, conversation.Options?.ConversationId, message.MessageId);
            }

            Round round = await InvokeApprovedAsync(answers, conversation, isStreaming: true, cancellationToken);
            foreach (ChatMessage message in round.Messages)
            {
                message.MessageId = toolMessageId;
                yield return ToUpdate(message, conversation.Options?.ConversationId, toolMessageId);
            }

            if (round.Terminate)
            {
                yield break;
            }
        }

        List<ChatResponseUpdate> updates = [];
        List<FunctionCallContent> calls = [];
        for (int iteration = 0; ; iteration++)
        {
            updates.Clear();
            calls.Clear();
            bool isLast = iteration >= MaximumIterationsPerRequest;
            if (isLast)
            {
                conversation.WithdrawFunctions();
            }

            // From the first call on nothing is passed on until it is known what becomes of the calls.
            bool anyMayBeHeld = ApprovalRequests.ToolsThatNeedOne(conversation.Options?.Tools, AdditionalTools).Count > 0;
            HashSet<string>? needApproval = null;
            bool held = false;
            int passedOn = 0;
            await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(conversation.ToSend, conversation.Options, cancellationToken))
            {
                updates.Add(update ?? throw new InvalidOperationException("The inner IChatClient streamed a null ChatResponseUpdate."));
                calls.AddRange(FunctionCalls.Open(update.Contents));
                if (calls.Count == 0)
                {
                    passedOn++;
                    yield return update;
                    continue;
                }

                if (!anyMayBeHeld)
                {
                    continue;
                }

                needApproval ??= ApprovalRequests.ToolsThatNeedOne(conversation.Options?.Tools, AdditionalTools);
                held = held || calls.Exists(call => needApproval.Contains(call.Name));
                for (; held && passedOn < updates.Count; passedOn++)
                {
                    ApprovalRequests.Replace(updates[passedOn], needApproval);
                    yield return updates[passedOn];
                }
            }

            FunctionCalls.MarkAnswered(calls, updates.SelectMany(u => u.Contents));
            calls.RemoveAll(call => call.InformationalOnly);
            for (; passedOn < updates.Count; passedOn++)
            {
                yield return updates[passedOn];
            }

            if (isLast || held || LeavesCallsToTheCaller(calls, conversation.Options))
            {
                yield break;
            }

            ChatResponse response = updates.ToChatResponse();
            conversation.Produced.AddRange(response.Messages);
            conversation.Follow(response);
            Round round = await InvokeAsync(calls, conversation, conversation.ToSend, iteration, isStreaming: true, insertAt: null, cancellationToken);
            conversation.Produced.AddRange(round.Messages);
            foreach (ChatMessage message in round.Messages)
            {
                yield return ToUpdate(message, response.ConversationId, toolMessageId);
            }

            if (round.Terminate)
            {
                yield break;
            }

            conversation.UpdateOptions(response.ConversationId);
        }
    }

    private static ChatResponseUpdate ToUpdate(ChatMessage message, string? conversationId, string? messageId) => new()
    {
        AdditionalProperties = message.AdditionalProperties,
        AuthorName = message.AuthorName,
        Contents = message.Contents,
        ConversationId = conversationId,
        CreatedAt = TimeProvider.System.GetUtcNow(),
        MessageId = messageId,
        RawRepresentation = message.RawRepresentation,
        ResponseId = messageId,
        Role = message.Role,
    };
}

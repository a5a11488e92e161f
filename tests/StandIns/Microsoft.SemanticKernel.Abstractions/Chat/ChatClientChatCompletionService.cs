using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel.ChatCompletion;

internal sealed class ChatClientChatCompletionService : IChatCompletionService
{
    private readonly IChatClient _client;

    public ChatClientChatCompletionService(IChatClient client)
    {
        _client = client;
        var attributes = new Dictionary<string, object?>();
        if (client.GetService<ChatClientMetadata>()?.DefaultModelId is { } model)
        {
            attributes["ModelId"] = model;
        }

        Attributes = attributes;
    }

    public IReadOnlyDictionary<string, object?> Attributes { get; }

    // Calls and results that were made on the way go into the caller's history; the last message is returned.
    public async Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default)
    {
        ChatResponse response = await _client.GetResponseAsync(
            Messages(chatHistory), executionSettings.ToChatOptions(kernel), cancellationToken).ConfigureAwait(false);
        if (response.Messages.Count == 0)
        {
            return [];
        }

        chatHistory.AddRange(response.Messages.SkipLast(1).Select(message => message.ToChatMessageContent(response)));
        return [response.Messages[^1].ToChatMessageContent(response)];
    }

    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IAsyncEnumerable<ChatResponseUpdate> updates = _client.GetStreamingResponseAsync(
            Messages(chatHistory), executionSettings.ToChatOptions(kernel), cancellationToken);
        await foreach (ChatResponseUpdate update in updates.ConfigureAwait(false))
        {
            foreach (AIContent content in update.Contents)
            {
                if (content is Microsoft.Extensions.AI.FunctionCallContent or Microsoft.Extensions.AI.FunctionResultContent)
                {
                    ChatRole role = content is Microsoft.Extensions.AI.FunctionCallContent ? ChatRole.Assistant : ChatRole.Tool;
                    chatHistory.Add(new ChatMessage(role, [content]).ToChatMessageContent());
                }
            }

            yield return update.ToStreamingChatMessageContent();
        }
    }

    private static List<ChatMessage> Messages(ChatHistory history) => [.. history.Select(message => message.ToChatMessage())];
}

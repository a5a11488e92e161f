using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel.ChatCompletion;

public static class ChatClientExtensions
{
    public static IChatCompletionService AsChatCompletionService(this IChatClient client, IServiceProvider? serviceProvider = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client as IChatCompletionService ?? new ChatClientChatCompletionService(client);
    }

    internal static Task<ChatResponse> GetResponseAsync(
        this IChatClient client, string prompt, PromptExecutionSettings? settings, Kernel kernel, CancellationToken cancellationToken) =>
        client.GetResponseAsync([new ChatMessage(ChatRole.User, prompt)], settings.ToChatOptions(kernel), cancellationToken);

    internal static IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        this IChatClient client, string prompt, PromptExecutionSettings? settings, Kernel kernel, CancellationToken cancellationToken) =>
        client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, prompt)], settings.ToChatOptions(kernel), cancellationToken);
}

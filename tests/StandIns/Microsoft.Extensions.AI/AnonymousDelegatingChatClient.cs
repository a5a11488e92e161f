namespace Microsoft.Extensions.AI;

/// <summary>A delegate for each way of asking; a missing one is made from the other.</summary>
internal sealed class AnonymousDelegatingChatClient(
    IChatClient innerClient,
    Func<IEnumerable<ChatMessage>, ChatOptions?, IChatClient, CancellationToken, Task<ChatResponse>>? whole,
    Func<IEnumerable<ChatMessage>, ChatOptions?, IChatClient, CancellationToken, IAsyncEnumerable<ChatResponseUpdate>>? streamed)
    : DelegatingChatClient(innerClient)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        whole?.Invoke(messages, options, InnerClient, cancellationToken)
        ?? streamed!(messages, options, InnerClient, cancellationToken).ToChatResponseAsync(cancellationToken);

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        return streamed?.Invoke(messages, options, InnerClient, cancellationToken)
            ?? Split(whole!(messages, options, InnerClient, cancellationToken));

        static async IAsyncEnumerable<ChatResponseUpdate> Split(Task<ChatResponse> response)
        {
            foreach (ChatResponseUpdate update in (await response).ToChatResponseUpdates())
            {
                yield return update;
            }
        }
    }
}

using System.Threading.Channels;

namespace Microsoft.Extensions.AI;

/// <summary>One delegate around both ways of asking; it sees neither the response nor the updates.</summary>
internal sealed class SharedDelegatingChatClient(
    IChatClient innerClient,
    Func<IEnumerable<ChatMessage>, ChatOptions?, Func<IEnumerable<ChatMessage>, ChatOptions?, CancellationToken, Task>, CancellationToken, Task> shared)
    : DelegatingChatClient(innerClient)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatResponse? response = null;
        await shared(messages, options, async (m, o, c) => response = await InnerClient.GetResponseAsync(m, o, c), cancellationToken);
        return response ?? throw new InvalidOperationException("The wrapper completed successfully without producing a ChatResponse.");
    }

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var updates = Channel.CreateBounded<ChatResponseUpdate>(1);
        _ = Pump();
        return updates.Reader.ReadAllAsync(cancellationToken);

        async Task Pump()
        {
            Exception? error = null;
            try
            {
                await shared(
                    messages,
                    options,
                    async (m, o, c) =>
                    {
                        await foreach (ChatResponseUpdate update in InnerClient.GetStreamingResponseAsync(m, o, c))
                        {
                            await updates.Writer.WriteAsync(update, c);
                        }
                    },
                    cancellationToken);
            }
            catch (Exception e)
            {
                error = e;
                throw;
            }
            finally
            {
                updates.Writer.TryComplete(error);
            }
        }
    }
}

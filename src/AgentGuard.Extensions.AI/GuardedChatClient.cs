using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>
/// The guard in front of the function-invoking layer: it wraps every function, and takes answers to held calls out of the conversation
/// before that layer sees them, for the layer would run whatever call an answer names.
/// </summary>
internal sealed class GuardedChatClient(IChatClient invoking, ToolCallGuard guard, PendingCalls pending, HostedTools hosted) : DelegatingChatClient(invoking)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        Conversation conversation = new(AgentScope.Current);
        ChatOptions guarded = Prepare(options, conversation);
        IReadOnlyList<ChatMessage> answered = await AnswerAsync(messages, guarded, conversation, cancellationToken).ConfigureAwait(false);
        using IDisposable? scope = conversation.Enter();
        ChatResponse response = await base.GetResponseAsync(answered, guarded, cancellationToken).ConfigureAwait(false);
        pending.Remember(response.Messages.SelectMany(static message => message.Contents), conversation.Scope);
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        Conversation conversation = new(AgentScope.Current);
        ChatOptions guarded = Prepare(options, conversation);
        IReadOnlyList<ChatMessage> answered = await AnswerAsync(messages, guarded, conversation, cancellationToken).ConfigureAwait(false);
        IAsyncEnumerator<ChatResponseUpdate> updates = base.GetStreamingResponseAsync(answered, guarded, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (updates.ConfigureAwait(false))
        {
            while (await NextAsync().ConfigureAwait(false))
            {
                pending.Remember(updates.Current.Contents, conversation.Scope);
                yield return updates.Current;
            }
        }

        async ValueTask<bool> NextAsync()
        {
            using IDisposable? scope = conversation.Enter();
            return await updates.MoveNextAsync().ConfigureAwait(false);
        }
    }

    private ChatOptions Prepare(ChatOptions? options, Conversation conversation)
    {
        ChatOptions guarded = options?.Clone() ?? new ChatOptions();
        guarded.Tools = [.. hosted.Keep(guarded.Tools ?? [])];
        ToolSeal.Guard(guarded, guard, conversation);
        return guarded;
    }

    private async Task<IReadOnlyList<ChatMessage>> AnswerAsync(
        IEnumerable<ChatMessage> messages, ChatOptions options, Conversation conversation, CancellationToken cancellationToken)
    {
        AnswerRewriter rewriter = new([.. messages], options, guard, pending, conversation);
        return await rewriter.RewriteAsync(cancellationToken).ConfigureAwait(false);
    }
}

using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>
/// The guard in front of the function-invoking layer: it wraps every function, and takes answers to held calls out of the conversation
/// before that layer sees them, for the layer would run whatever call an answer names.
/// </summary>
internal sealed class GuardedChatClient(IChatClient invoking, ToolCallGuard guard, PendingCalls pending, ToolSeal seal, bool takesUserMessages) : DelegatingChatClient(invoking)
{
    // The user and the agent that the user talks to; whoever is called by that agent is told by a model.
    private const int RootDepth = 2;

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        Conversation conversation = new(AgentScope.Current);
        ChatOptions guarded = Prepare(options, conversation);
        IReadOnlyList<ChatMessage> answered = await AnswerAsync(messages, guarded, conversation, cancellationToken).ConfigureAwait(false);
        using IDisposable? scope = conversation.Enter();
        ChatResponse response = await base.GetResponseAsync(answered, guarded, cancellationToken).ConfigureAwait(false);
        foreach (ChatMessage message in response.Messages)
        {
            message.Contents = Leave(message.Contents, conversation, response.ConversationId);
        }

        return response;
    }

    /// <summary>In the scope of the call, wherever the stream is read.</summary>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return StreamAsync(messages, options, AgentScope.Current, cancellationToken);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, AgentScope? begun, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Conversation conversation = new(begun);
        ChatOptions guarded = Prepare(options, conversation);
        IReadOnlyList<ChatMessage> answered = await AnswerAsync(messages, guarded, conversation, cancellationToken).ConfigureAwait(false);
        IAsyncEnumerator<ChatResponseUpdate> updates = base.GetStreamingResponseAsync(answered, guarded, cancellationToken).GetAsyncEnumerator(cancellationToken);
        string? conversationId = options?.ConversationId;
        await using (updates.ConfigureAwait(false))
        {
            while (await NextAsync().ConfigureAwait(false))
            {
                ChatResponseUpdate update = updates.Current;
                conversationId = update.ConversationId ?? conversationId;
                update.Contents = Leave(update.Contents, conversation, conversationId);
                yield return update;
            }
        }

        async ValueTask<bool> NextAsync()
        {
            using IDisposable? scope = conversation.Enter();
            return await updates.MoveNextAsync().ConfigureAwait(false);
        }
    }

    private IList<AIContent> Leave(IList<AIContent> contents, Conversation conversation, string? conversationId)
    {
        contents = pending.Adopt(contents, conversation.Scope, conversationId);
        return contents.Any(static content => content is FunctionCallContent) ? [.. contents.Select(conversation.Leave)] : contents;
    }

    private ChatOptions Prepare(ChatOptions? options, Conversation conversation)
    {
        ChatOptions guarded = SharedToolsOptions.CopyOf(options);
        guarded.Tools = [.. options?.Tools ?? []];
        seal.Close(guarded, conversation);
        return guarded;
    }

    private async Task<IReadOnlyList<ChatMessage>> AnswerAsync(
        IEnumerable<ChatMessage> messages, ChatOptions options, Conversation conversation, CancellationToken cancellationToken)
    {
        ChatMessage[] all = [.. messages];
        if (takesUserMessages && conversation.Scope is { Chain.Depth: <= RootDepth, Session: { } session })
        {
            foreach (TextContent said in all.Where(static message => message.Role == ChatRole.User).SelectMany(static message => message.Contents).OfType<TextContent>())
            {
                session.UserSaid(said.Text);
            }
        }

        AnswerRewriter rewriter = new(all, options, guard, pending, seal, conversation);
        return await rewriter.RewriteAsync(cancellationToken).ConfigureAwait(false);
    }
}

using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>
/// The guard behind the function-invoking layer: it seals the list of tools, and turns calls that would be held into requests for approval before
/// that layer sees them. All calls of one response are turned, or none: of a mixed response the layer would run the rest and ask the model with a request unanswered.
/// </summary>
internal sealed class HoldingChatClient(IChatClient model, ToolCallGuard guard, PendingCalls pending, ToolSeal seal) : DelegatingChatClient(model)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Conversation? conversation = Close(options);
        ChatResponse response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        List<FunctionCallContent> calls = FunctionCalls.Open([.. response.Messages.SelectMany(static message => message.Contents)]);
        if (await HoldAsync(calls, options, conversation, response.ConversationId, cancellationToken).ConfigureAwait(false) is { } held)
        {
            response.Messages = [.. response.Messages.Select(message => With(message, held))];
        }

        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Conversation? conversation = Close(options);
        List<ChatResponseUpdate> buffered = [];
        List<AIContent> calling = [];
        string? conversationId = null;
        await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            conversationId = update.ConversationId ?? conversationId;
            calling.AddRange(update.Contents.Where(static content => content is FunctionCallContent or FunctionResultContent));

            // From the first call on, nothing leaves before all calls are known: they are held together or not at all.
            if (buffered.Count > 0 || update.Contents.Any(static content => content is FunctionCallContent))
            {
                buffered.Add(update);
                continue;
            }

            yield return update;
        }

        Dictionary<FunctionCallContent, ToolApprovalRequestContent>? held =
            await HoldAsync(FunctionCalls.Open(calling), options, conversation, conversationId, cancellationToken).ConfigureAwait(false);
        foreach (ChatResponseUpdate update in buffered)
        {
            if (held is not null)
            {
                update.Contents = With(update.Contents, held);
            }

            yield return update;
        }
    }

    /// <summary>Finds itself through whatever stands in front of it, and nothing of another guard.</summary>
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType == typeof(HoldingChatClient) ? this : base.GetService(serviceType, serviceKey);

    private Conversation? Close(ChatOptions? options)
    {
        Conversation? conversation = Conversation.Current;
        if (options is not null)
        {
            seal.Close(options, conversation);
        }

        return conversation;
    }

    /// <returns>What stands in place of each call; null where no call is held.</returns>
    /// <exception cref="InvalidOperationException">The options were lost on the way, and with them the list that the function-invoking layer looks into.</exception>
    private async Task<Dictionary<FunctionCallContent, ToolApprovalRequestContent>?> HoldAsync(
        List<FunctionCallContent> calls, ChatOptions? options, Conversation? conversation, string? conversationId, CancellationToken cancellationToken)
    {
        if (calls.Count == 0)
        {
            return null;
        }

        if (options is null)
        {
            throw new InvalidOperationException("a layer between the two sides of the guard drops the chat options: its calls cannot be guarded");
        }

        GuardedTools tools = seal.Cover(options, calls, conversation);
        if (calls.Exists(call => tools.Find(call.Name) is not AIFunction))
        {
            conversation?.LeaveToCaller(calls);
        }

        AgentScope? scope = Conversation.ScopeOf(conversation);
        List<(FunctionCallContent Call, Decision? Decision)> decided = [];
        foreach (FunctionCallContent call in calls)
        {
            conversation?.Add(call);
            decided.Add((call, await LookAsync(call, tools, scope, cancellationToken).ConfigureAwait(false)));
        }

        if (!decided.Exists(static item => item.Decision?.Effect == DecisionEffect.RequireApproval))
        {
            return null;
        }

        Dictionary<FunctionCallContent, ToolApprovalRequestContent> held = new(ReferenceEqualityComparer.Instance);
        foreach ((FunctionCallContent call, Decision? decision) in decided)
        {
            held.Add(call, pending.Hold(call, scope, decision, conversationId ?? options.ConversationId));
        }

        return held;
    }

    private async Task<Decision?> LookAsync(FunctionCallContent call, GuardedTools tools, AgentScope? scope, CancellationToken cancellationToken)
    {
        if (tools.Find(call.Name) is not GuardedAIFunction function || ToolDefinitions.FindFault(function.Unguarded) is not null)
        {
            return null;
        }

        ToolCallRequest request = new()
        {
            Tool = ToolDefinitions.Of(function.Unguarded),
            Arguments = FunctionCalls.Arguments(call),
            Scope = scope,
            CallId = call.CallId,
        };
        return await guard.DecideAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static ChatMessage With(ChatMessage message, Dictionary<FunctionCallContent, ToolApprovalRequestContent> held)
    {
        ChatMessage changed = message.Clone();
        changed.Contents = With(message.Contents, held);
        return changed;
    }

    private static List<AIContent> With(IList<AIContent> contents, Dictionary<FunctionCallContent, ToolApprovalRequestContent> held) =>
        [.. contents.Select(content => content is FunctionCallContent call && held.TryGetValue(call, out ToolApprovalRequestContent? request) ? request : content)];
}

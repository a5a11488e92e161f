using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>
/// The guard behind the function-invoking layer: it seals the list of tools, and turns calls that would be held into requests for approval before
/// that layer sees them. All calls of one response are turned, or none: of a mixed response the layer would run the rest and ask the model with a request unanswered.
/// </summary>
internal sealed class HoldingChatClient(IChatClient model, ToolCallGuard guard, PendingCalls pending) : DelegatingChatClient(model)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Conversation? conversation = Conversation.Current;
        Seal(options, conversation);
        ChatResponse response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        if (await HoldAsync(response.Messages.SelectMany(static message => message.Contents), options, conversation, cancellationToken).ConfigureAwait(false) is { } held)
        {
            response.Messages = [.. response.Messages.Select(message => With(message, held))];
        }

        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Conversation? conversation = Conversation.Current;
        Seal(options, conversation);
        List<ChatResponseUpdate> buffered = [];
        await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            // From the first call on, nothing leaves before all calls are known: they are held together or not at all.
            if (buffered.Count > 0 || update.Contents.Any(static content => content is FunctionCallContent))
            {
                buffered.Add(update);
                continue;
            }

            yield return update;
        }

        Dictionary<FunctionCallContent, ToolApprovalRequestContent>? held =
            await HoldAsync(buffered.SelectMany(static update => update.Contents), options, conversation, cancellationToken).ConfigureAwait(false);
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

    private void Seal(ChatOptions? options, Conversation? conversation)
    {
        if (options is not null)
        {
            ToolSeal.Guard(options, guard, conversation);
        }
    }

    /// <returns>What stands in place of each call; null where no call is held.</returns>
    private async Task<Dictionary<FunctionCallContent, ToolApprovalRequestContent>?> HoldAsync(
        IEnumerable<AIContent> contents, ChatOptions? options, Conversation? conversation, CancellationToken cancellationToken)
    {
        List<FunctionCallContent> calls = FunctionCalls.Open(contents);
        if (calls.Count == 0 || options is null)
        {
            return null;
        }

        ToolSeal.Shadow(options, calls, guard, conversation);
        AgentScope? scope = conversation?.Scope ?? AgentScope.Current;
        List<(FunctionCallContent Call, Decision? Decision)> decided = [];
        foreach (FunctionCallContent call in calls)
        {
            conversation?.Add(call);
            decided.Add((call, await LookAsync(call, options, scope, cancellationToken).ConfigureAwait(false)));
        }

        return decided.Exists(static item => item.Decision?.Effect == DecisionEffect.RequireApproval)
            ? decided.ToDictionary(static item => item.Call, item => pending.Hold(item.Call, scope, item.Decision), ReferenceEqualityComparer.Instance as IEqualityComparer<FunctionCallContent>)
            : null;
    }

    private async Task<Decision?> LookAsync(FunctionCallContent call, ChatOptions options, AgentScope? scope, CancellationToken cancellationToken)
    {
        if (ToolSeal.Find(options.Tools, call.Name)?.GetService<GuardedAIFunction>() is not { } function)
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

using System.Runtime.ExceptionServices;

namespace Microsoft.Extensions.AI;

public partial class FunctionInvokingChatClient
{
    protected virtual ValueTask<object?> InvokeFunctionAsync(FunctionInvocationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return FunctionInvoker is { } invoker
            ? invoker(context, cancellationToken)
            : context.Function.InvokeAsync(context.Arguments, cancellationToken);
    }

    protected virtual IList<ChatMessage> CreateResponseMessages(ReadOnlySpan<FunctionInvocationResult> results)
    {
        var contents = new List<AIContent>(results.Length);
        foreach (FunctionInvocationResult result in results)
        {
            contents.Add(ToContent(result));
        }

        return [new ChatMessage(ChatRole.Tool, contents)];
    }

    private FunctionResultContent ToContent(FunctionInvocationResult result)
    {
        string callId = result.CallContent.CallId;
        if (result.Status is FunctionInvocationStatus.RanToCompletion)
        {
            return result.Result is FunctionResultContent made && made.CallId == callId
                ? made
                : new FunctionResultContent(callId, result.Result ?? "Success: Function completed.");
        }

        string text = result.Status is FunctionInvocationStatus.NotFound
            ? $"Error: Requested function \"{result.CallContent.Name}\" not found."
            : "Error: Function failed.";
        if (IncludeDetailedErrors && result.Exception is not null)
        {
            text += $" Exception: {result.Exception.Message}";
        }

        return new FunctionResultContent(callId, text) { Exception = result.Exception };
    }

    private AIFunctionDeclaration? Find(string name, ChatOptions? options) =>
        (options?.Tools ?? []).Concat(AdditionalTools ?? [])
            .OfType<AIFunctionDeclaration>()
            .FirstOrDefault(tool => string.Equals(tool.Name, name, StringComparison.Ordinal));

    private bool LeavesCallsToTheCaller(List<FunctionCallContent> calls, ChatOptions? options) =>
        calls.Count == 0
        || calls.Exists(call => Find(call.Name, options) is { } tool ? tool is not AIFunction : TerminateOnUnknownCalls);

    private async Task<Round> InvokeApprovedAsync(ApprovalAnswers answers, Conversation conversation, bool isStreaming, CancellationToken cancellationToken)
    {
        if (answers.Approved.Count == 0)
        {
            return new Round([], Terminate: false);
        }

        List<FunctionCallContent> calls = [.. answers.Approved.Select(answer => answer.Call)];
        Round round = await InvokeAsync(calls, conversation, conversation.Original, iteration: 0, isStreaming, answers.InsertAt, cancellationToken);
        answers.Approved.ForEach(answer => answer.Close());
        return round;
    }

    private async Task<Round> InvokeAsync(
        List<FunctionCallContent> calls, Conversation conversation, List<ChatMessage> history, int iteration, bool isStreaming, int? insertAt, CancellationToken cancellationToken)
    {
        List<FunctionInvocationResult> results = [];
        if (AllowConcurrentInvocation && calls.Count > 1)
        {
            results.AddRange(await Task.WhenAll(calls.Select((_, i) => InvokeOneAsync(i, capture: true))));
        }
        else
        {
            bool capture = conversation.ConsecutiveErrors < MaximumConsecutiveErrorsPerRequest;
            for (int i = 0; i < calls.Count && !results.Exists(r => r.Terminate); i++)
            {
                results.Add(await InvokeOneAsync(i, capture));
            }
        }

        results.ForEach(r => r.CallContent.InformationalOnly = true);
        IList<ChatMessage> messages = CreateResponseMessages(results.ToArray());
        if (messages is not { Count: > 0 })
        {
            throw new InvalidOperationException($"{GetType().Name}.{nameof(CreateResponseMessages)} returned null or an empty collection of messages.");
        }

        CountErrors(messages, conversation);
        history.InsertRange(insertAt ?? history.Count, messages);
        return new Round(messages, results.Exists(r => r.Terminate));

        async Task<FunctionInvocationResult> InvokeOneAsync(int index, bool capture)
        {
            FunctionCallContent call = calls[index];
            if (Find(call.Name, conversation.Options) is not AIFunction function)
            {
                return new FunctionInvocationResult(FunctionInvocationStatus.NotFound, call);
            }

            // The function is given arguments and services only: never the call's id.
            var context = new FunctionInvocationContext
            {
                Function = function,
                Arguments = new(call.Arguments) { Services = FunctionInvocationServices },
                Messages = history,
                Options = conversation.Options,
                CallContent = call,
                Iteration = iteration,
                FunctionCallIndex = index,
                FunctionCount = calls.Count,
                IsStreaming = isStreaming,
            };
            try
            {
                CurrentContext = context;
                object? value = await InvokeFunctionAsync(context, cancellationToken).ConfigureAwait(false);
                return new FunctionInvocationResult(FunctionInvocationStatus.RanToCompletion, call) { Result = value, Terminate = context.Terminate };
            }
            catch (Exception e) when (capture && !cancellationToken.IsCancellationRequested)
            {
                return new FunctionInvocationResult(FunctionInvocationStatus.Exception, call) { Exception = e };
            }
            finally
            {
                CurrentContext = null;
            }
        }
    }

    private void CountErrors(IList<ChatMessage> messages, Conversation conversation)
    {
        Exception[] errors = [.. messages.SelectMany(m => m.Contents).OfType<FunctionResultContent>().Select(r => r.Exception).OfType<Exception>()];
        conversation.ConsecutiveErrors = errors.Length > 0 ? conversation.ConsecutiveErrors + 1 : 0;
        if (conversation.ConsecutiveErrors > MaximumConsecutiveErrorsPerRequest)
        {
            if (errors is [Exception only])
            {
                ExceptionDispatchInfo.Throw(only);
            }

            throw new AggregateException(errors);
        }
    }

    /// <summary>The results of the calls of one response.</summary>
    private sealed record Round(IList<ChatMessage> Messages, bool Terminate);
}

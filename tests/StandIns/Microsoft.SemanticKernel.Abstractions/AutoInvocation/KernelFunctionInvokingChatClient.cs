using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;

namespace Microsoft.Extensions.AI;

internal sealed class KernelFunctionInvokingChatClient : FunctionInvokingChatClient
{
    public KernelFunctionInvokingChatClient(IChatClient innerClient, ILoggerFactory? loggerFactory = null, IServiceProvider? functionInvocationServices = null)
        : base(innerClient, loggerFactory, functionInvocationServices) =>
        MaximumIterationsPerRequest = 128;

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        LeavesInvocationToTheCaller(options)
            ? InnerClient.GetResponseAsync(messages, options, cancellationToken)
            : base.GetResponseAsync(messages, options, cancellationToken);

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        LeavesInvocationToTheCaller(options)
            ? InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken)
            : base.GetStreamingResponseAsync(messages, options, cancellationToken);

    // FunctionInvoker is never asked, and with plain ChatOptions no filter either.
    protected override async ValueTask<object?> InvokeFunctionAsync(FunctionInvocationContext context, CancellationToken cancellationToken)
    {
        if (context.Options is not KernelChatOptions options)
        {
            return await context.Function.InvokeAsync(context.Arguments, cancellationToken).ConfigureAwait(false);
        }

        options.ChatMessageContent = context.Messages[^1].ToChatMessageContent();
        var auto = new AutoFunctionInvocationContext(options, context.Function)
        {
            Arguments = new KernelArguments(context.Arguments) { Services = FunctionInvocationServices },
            Messages = context.Messages,
            CallContent = context.CallContent,
            Iteration = context.Iteration,
            FunctionCallIndex = context.FunctionCallIndex,
            FunctionCount = context.FunctionCount,
            IsStreaming = context.IsStreaming,
        };
        await RunAsync(auto, 0).ConfigureAwait(false);
        context.Terminate = auto.Terminate;
        return auto.Result.GetValue<object>();

        Task RunAsync(AutoFunctionInvocationContext current, int index)
        {
            IList<IAutoFunctionInvocationFilter> filters = current.Kernel.AutoFunctionInvocationFilters;
            return index < filters.Count
                ? filters[index].OnAutoFunctionInvocationAsync(current, next => RunAsync(next, index + 1))
                : InvokeAsync(current);
        }

        // A filter may have gone on with another context: its result is lost, the function and arguments are those of the first.
        async Task InvokeAsync(AutoFunctionInvocationContext current)
        {
            if (!current.Terminate)
            {
                current.Result = await auto.Function.InvokeAsync(options.Kernel, auto.Arguments, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool LeavesInvocationToTheCaller(ChatOptions? options) =>
        options is KernelChatOptions { ExecutionSettings.FunctionChoiceBehavior: AutoFunctionChoiceBehavior or RequiredFunctionChoiceBehavior } kernelOptions
        && !kernelOptions.ExecutionSettings.FunctionChoiceBehavior.InvokesByItself;
}

using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

public class AutoFunctionInvocationContext : Microsoft.Extensions.AI.FunctionInvocationContext
{
    private ChatHistory? _chatHistory;

    internal AutoFunctionInvocationContext(KernelChatOptions options, AIFunction function)
    {
        if (function is not KernelFunction kernelFunction)
        {
            throw new InvalidOperationException("The function must be of type KernelFunction.");
        }

        Options = options;
        base.Function = function;
        Result = new FunctionResult(kernelFunction) { Culture = options.Kernel.Culture };
    }

    public AutoFunctionInvocationContext(
        Kernel kernel, KernelFunction function, FunctionResult result, ChatHistory chatHistory, ChatMessageContent chatMessageContent)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(chatHistory);
        ArgumentNullException.ThrowIfNull(chatMessageContent);
        Options = new KernelChatOptions(kernel) { ChatMessageContent = chatMessageContent };
        Messages = [.. chatHistory.Select(message => message.ToChatMessage())];
        base.Function = function;
        Result = result;
        _chatHistory = chatHistory;
    }

    public CancellationToken CancellationToken { get; init; }

    public new KernelArguments? Arguments
    {
        get => base.Arguments as KernelArguments
            ?? throw new InvalidOperationException("The arguments provided in the initialization must be of type KernelArguments.");
        init => base.Arguments = value ?? [];
    }

    public int RequestSequenceIndex
    {
        get => Iteration;
        init => Iteration = value;
    }

    public int FunctionSequenceIndex
    {
        get => FunctionCallIndex;
        init => FunctionCallIndex = value;
    }

    public string? ToolCallId
    {
        get => CallContent.CallId;
        init => CallContent = new(value ?? string.Empty, CallContent.Name, CallContent.Arguments);
    }

    public ChatMessageContent ChatMessageContent => KernelOptions.ChatMessageContent!;

    public PromptExecutionSettings? ExecutionSettings
    {
        get => KernelOptions.ExecutionSettings;
        init => KernelOptions.ExecutionSettings = value;
    }

    // Read only when asked for. What a filter changes here does not reach the model.
    public ChatHistory ChatHistory => _chatHistory ??= [.. Messages.Select(message => message.ToChatMessageContent())];

    public new KernelFunction Function => base.Function as KernelFunction
        ?? throw new InvalidOperationException("The function provided in the initialization must be of type KernelFunction.");

    public Kernel Kernel => KernelOptions.Kernel;

    public FunctionResult Result { get; set; }

    private KernelChatOptions KernelOptions => (KernelChatOptions)Options!;
}

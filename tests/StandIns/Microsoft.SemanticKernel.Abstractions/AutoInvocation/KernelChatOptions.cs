using Microsoft.SemanticKernel;

namespace Microsoft.Extensions.AI;

internal sealed class KernelChatOptions(Kernel kernel, ChatOptions? options = null, PromptExecutionSettings? settings = null) : ChatOptions(options)
{
    public Kernel Kernel { get; } = kernel;

    public PromptExecutionSettings? ExecutionSettings { get; internal set; } = settings;

    public ChatMessageContent? ChatMessageContent { get; internal set; }

    public override ChatOptions Clone() => new KernelChatOptions(Kernel, this, ExecutionSettings) { ChatMessageContent = ChatMessageContent };
}

using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

internal sealed class KernelFunctionFromPrompt : KernelFunction
{
    private readonly PromptTemplate _template;

    private KernelFunctionFromPrompt(PromptTemplate template, KernelFunctionMetadata metadata, IReadOnlyDictionary<string, PromptExecutionSettings>? settings)
        : base(metadata, executionSettings: settings) =>
        _template = template;

    public static KernelFunctionFromPrompt Create(string promptTemplate, PromptExecutionSettings? settings, string? functionName, string? description)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(promptTemplate);
        PromptTemplate template = PromptTemplate.Parse(promptTemplate);
        var metadata = new KernelFunctionMetadata(functionName ?? $"Function_{Guid.NewGuid():N}")
        {
            Description = description ?? "Generic function, unknown purpose",
            Parameters = [.. template.Variables.Select(variable => new KernelParameterMetadata(variable) { IsRequired = true, ParameterType = typeof(string) })],
        };
        Dictionary<string, PromptExecutionSettings> byService = [];
        if (settings is not null)
        {
            byService[settings.ServiceId ?? PromptExecutionSettings.DefaultServiceId] = settings;
        }

        return new KernelFunctionFromPrompt(template, metadata, byService);
    }

    public override KernelFunction Clone(string? pluginName = null) =>
        new KernelFunctionFromPrompt(_template, new(Metadata) { PluginName = pluginName }, ExecutionSettings);

    protected override async ValueTask<FunctionResult> InvokeCoreAsync(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken)
    {
        RenderedPrompt prompt = await RenderAsync(kernel, arguments, isStreaming: false, cancellationToken).ConfigureAwait(false);
        if (prompt.Result is not null)
        {
            prompt.Result.RenderedPrompt = prompt.Text;
            return prompt.Result;
        }

        if (prompt.ChatService is not null)
        {
            IReadOnlyList<ChatMessageContent> messages = await prompt.ChatService.GetChatMessageContentsAsync(
                new ChatHistory(prompt.Text, AuthorRole.User), prompt.Settings, kernel, cancellationToken).ConfigureAwait(false);
            return messages.Count == 1
                ? new FunctionResult(this, messages[0], kernel.Culture, messages[0].Metadata) { RenderedPrompt = prompt.Text }
                : new FunctionResult(this, messages.Count == 0 ? null : messages, kernel.Culture) { RenderedPrompt = prompt.Text };
        }

        ChatResponse response = await prompt.Client!.GetResponseAsync(prompt.Text, prompt.Settings, kernel, cancellationToken).ConfigureAwait(false);
        return new FunctionResult(this, response, kernel.Culture, response.AdditionalProperties) { RenderedPrompt = prompt.Text };
    }

    protected override async IAsyncEnumerable<TResult> InvokeStreamingCoreAsync<TResult>(
        Kernel kernel, KernelArguments arguments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RenderedPrompt prompt = await RenderAsync(kernel, arguments, isStreaming: true, cancellationToken).ConfigureAwait(false);
        IAsyncEnumerable<object> updates = prompt.ChatService is not null
            ? prompt.ChatService.GetStreamingChatMessageContentsAsync(new ChatHistory(prompt.Text, AuthorRole.User), prompt.Settings, kernel, cancellationToken)
            : prompt.Client!.GetStreamingResponseAsync(prompt.Text, prompt.Settings, kernel, cancellationToken);
        await foreach (object update in updates.ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return As<TResult>(update);
        }
    }

    private static TResult As<TResult>(object update)
    {
        object? found = update switch
        {
            TResult => update,
            _ when typeof(TResult) == typeof(string) => update.ToString(),
            ChatResponseUpdate part when typeof(TResult).IsAssignableTo(typeof(StreamingKernelContent)) => part.ToStreamingChatMessageContent(),
            ChatResponseUpdate part when part.Contents is TResult => part.Contents,
            ChatResponseUpdate part => part.Contents.FirstOrDefault(content => content is TResult) ?? part.RawRepresentation,
            StreamingKernelContent part => part.InnerContent,
            _ => null,
        };
        return found is TResult result ? result : throw new NotSupportedException($"The specific type {typeof(TResult)} is not supported.");
    }

    private async Task<RenderedPrompt> RenderAsync(Kernel kernel, KernelArguments arguments, bool isStreaming, CancellationToken cancellationToken)
    {
        IChatClient? client = null;
        if (!kernel.ServiceSelector.TrySelectAIService(kernel, this, arguments, out IChatCompletionService? service, out PromptExecutionSettings? settings)
            && !(kernel.ServiceSelector is IChatClientSelector selector && selector.TrySelectChatClient(kernel, this, arguments, out client, out settings)))
        {
            throw new KernelException($"No service was found for any of the supported types: {typeof(IChatCompletionService)}, {typeof(IChatClient)}.");
        }

        // A client without metadata is refused, as the real one does.
        if (client is not null)
        {
            ArgumentNullException.ThrowIfNull(client.GetService<ChatClientMetadata>(), "metadata");
        }

        var context = new PromptRenderContext(kernel, this, arguments)
        {
            CancellationToken = cancellationToken,
            ExecutionSettings = settings,
            IsStreaming = isStreaming,
        };
        await kernel.RunPromptFiltersAsync(
            context,
            async current => current.RenderedPrompt = await _template.RenderAsync(kernel, current.Arguments, cancellationToken).ConfigureAwait(false))
            .ConfigureAwait(false);
        return new RenderedPrompt(context.RenderedPrompt ?? string.Empty, settings, service, client, context.Result);
    }

    private sealed record RenderedPrompt(
        string Text, PromptExecutionSettings? Settings, IChatCompletionService? ChatService, IChatClient? Client, FunctionResult? Result);
}

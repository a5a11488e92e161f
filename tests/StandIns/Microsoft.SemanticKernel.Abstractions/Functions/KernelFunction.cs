using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

public abstract class KernelFunction : FullyQualifiedAIFunction
{
    internal const string KernelArgumentName = "AIFunctionArguments_Kernel";

    private readonly JsonSerializerOptions? _jsonSerializerOptions;

    internal KernelFunction(
        KernelFunctionMetadata metadata,
        JsonSerializerOptions? jsonSerializerOptions = null,
        IReadOnlyDictionary<string, PromptExecutionSettings>? executionSettings = null,
        MethodInfo? underlyingMethod = null)
        : base(metadata)
    {
        _jsonSerializerOptions = jsonSerializerOptions;
        UnderlyingMethod = underlyingMethod;
        JsonSchema = KernelFunctionSchema.Of(metadata);
        ExecutionSettings = executionSettings?.ToDictionary(
            pair => pair.Key,
            pair =>
            {
                PromptExecutionSettings copy = pair.Value.Clone();
                copy.Freeze();
                return copy;
            });
    }

    public new virtual string Name => Metadata.Name;

    public virtual string? PluginName => Metadata.PluginName;

    public override string Description => Metadata.Description;

    public IReadOnlyDictionary<string, PromptExecutionSettings>? ExecutionSettings { get; }

    public override JsonElement JsonSchema { get; }

    public override JsonSerializerOptions JsonSerializerOptions => _jsonSerializerOptions ?? base.JsonSerializerOptions;

    public override MethodInfo? UnderlyingMethod { get; }

    internal Kernel? Kernel { get; set; }

    public async Task<FunctionResult> InvokeAsync(Kernel kernel, KernelArguments? arguments = null, CancellationToken cancellationToken = default)
    {
        kernel = kernel ?? Kernel ?? throw new ArgumentNullException(nameof(kernel));
        arguments ??= [];
        var result = new FunctionResult(this, culture: kernel.Culture);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var context = new FunctionInvocationContext(kernel, this, arguments, result) { CancellationToken = cancellationToken };
            await kernel.RunFunctionFiltersAsync(
                context,
                async current => current.Result = result = await InvokeCoreAsync(kernel, current.Arguments, cancellationToken).ConfigureAwait(false))
                .ConfigureAwait(false);
            return context.Result;
        }
        catch (OperationCanceledException e)
        {
            throw new KernelFunctionCanceledException(kernel, this, arguments, result, e);
        }
    }

    public async Task<TResult?> InvokeAsync<TResult>(Kernel kernel, KernelArguments? arguments = null, CancellationToken cancellationToken = default) =>
        (await InvokeAsync(kernel, arguments, cancellationToken).ConfigureAwait(false)).GetValue<TResult>();

    public IAsyncEnumerable<StreamingKernelContent> InvokeStreamingAsync(
        Kernel kernel, KernelArguments? arguments = null, CancellationToken cancellationToken = default) =>
        InvokeStreamingAsync<StreamingKernelContent>(kernel, arguments, cancellationToken);

    // The filters have returned before the body starts: it runs while the caller reads.
    public async IAsyncEnumerable<TResult> InvokeStreamingAsync<TResult>(
        Kernel kernel, KernelArguments? arguments = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        kernel = kernel ?? Kernel ?? throw new ArgumentNullException(nameof(kernel));
        arguments ??= [];
        IAsyncEnumerator<TResult> items;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var context = new FunctionInvocationContext(kernel, this, arguments, new FunctionResult(this, culture: kernel.Culture))
            {
                CancellationToken = cancellationToken,
                IsStreaming = true,
            };
            await kernel.RunFunctionFiltersAsync(context, current =>
            {
                current.Result = new FunctionResult(this, InvokeStreamingCoreAsync<TResult>(kernel, current.Arguments, cancellationToken), kernel.Culture);
                return Task.CompletedTask;
            }).ConfigureAwait(false);

            // A result that is no stream of TResult fails here, with InvalidCastException.
            IAsyncEnumerable<TResult> stream = context.Result.GetValue<IAsyncEnumerable<TResult>>() ?? AsyncEnumerable.Empty<TResult>();
            items = stream.GetAsyncEnumerator(cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            throw new KernelFunctionCanceledException(kernel, this, arguments, null, e);
        }

        await using (items.ConfigureAwait(false))
        {
            while (await MoveNextAsync().ConfigureAwait(false))
            {
                yield return items.Current;
            }
        }

        async ValueTask<bool> MoveNextAsync()
        {
            try
            {
                return await items.MoveNextAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException e)
            {
                throw new KernelFunctionCanceledException(kernel, this, arguments, null, e);
            }
        }
    }

    public abstract KernelFunction Clone(string? pluginName = null);

    [Experimental("SKEXP0001")]
    [Obsolete("Use the kernel function directly or for similar behavior use Clone(Kernel) method instead.")]
    public AIFunction AsAIFunction(Kernel? kernel = null) => new KernelAIFunction(this, kernel);

    public override string ToString() => string.IsNullOrWhiteSpace(PluginName) ? Name : $"{PluginName}.{Name}";

    protected abstract ValueTask<FunctionResult> InvokeCoreAsync(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken);

    // Invoked as an AIFunction, straight to the body: no filter of any kernel runs.
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        Kernel kernel = arguments.TryGetValue(KernelArgumentName, out object? given) && given is not null
            ? (given as Kernel)!
            : arguments.Services?.GetService(typeof(Kernel)) as Kernel ?? Kernel ?? new Kernel(arguments.Services);
        FunctionResult result = await InvokeCoreAsync(kernel, new KernelArguments(arguments), cancellationToken).ConfigureAwait(false);
        return result.Value is { } value ? JsonSerializer.SerializeToElement(value, value.GetType(), JsonSerializerOptions) : null;
    }

    protected abstract IAsyncEnumerable<TResult> InvokeStreamingCoreAsync<TResult>(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken);
}

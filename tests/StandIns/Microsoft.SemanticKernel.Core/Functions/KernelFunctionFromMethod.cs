using System.Collections.ObjectModel;
using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

internal sealed class KernelFunctionFromMethod : KernelFunction
{
    private readonly MethodInfo _method;
    private readonly object? _target;
    private readonly List<MethodParameter> _parameters;

    private KernelFunctionFromMethod(MethodInfo method, object? target, List<MethodParameter> parameters, KernelFunctionMetadata metadata, bool isClone)
        : base(metadata, isClone ? AIJsonUtilities.DefaultOptions : null, underlyingMethod: method)
    {
        _method = method;
        _target = target;
        _parameters = parameters;
    }

    public static KernelFunctionFromMethod Create(MethodInfo method, object? target, KernelFunctionFromMethodOptions options)
    {
        ArgumentNullException.ThrowIfNull(method);
        if (!method.IsStatic && target is null)
        {
            throw new ArgumentNullException(nameof(target), "Target must not be null for an instance method.");
        }

        if (method.ContainsGenericParameters)
        {
            throw new KernelException($"Function '{method.Name}' is not supported by the kernel. Open generic methods are not supported");
        }

        List<MethodParameter> parameters = [.. method.GetParameters().Select(MethodParameter.Of)];
        var metadata = new KernelFunctionMetadata(options.FunctionName ?? NameOf(method))
        {
            Description = options.Description ?? method.GetCustomAttribute<DescriptionAttribute>(inherit: true)?.Description,
            Parameters = options.Parameters?.ToList() ?? [.. parameters.Select(parameter => parameter.Metadata).OfType<KernelParameterMetadata>()],
            ReturnParameter = options.ReturnParameter ?? new()
            {
                Description = method.ReturnParameter.GetCustomAttribute<DescriptionAttribute>(inherit: true)?.Description,
                ParameterType = MethodResult.TypeOf(method),
            },
            AdditionalProperties = options.AdditionalMetadata ?? ReadOnlyDictionary<string, object?>.Empty,
        };
        if (metadata.Parameters.GroupBy(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The function has two or more parameters with the same name '{twice.Key}'");
        }

        return new KernelFunctionFromMethod(method, target, parameters, metadata, isClone: false);
    }

    public override KernelFunction Clone(string? pluginName = null)
    {
        if (pluginName is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(pluginName);
        }

        return new KernelFunctionFromMethod(_method, _target, _parameters, new(Metadata) { PluginName = pluginName }, isClone: true);
    }

    // Arguments that no parameter asks for are ignored.
    protected override async ValueTask<FunctionResult> InvokeCoreAsync(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken)
    {
        object?[] values = [.. _parameters.Select(parameter => parameter.Bind(this, kernel, arguments, cancellationToken))];
        object? returned = _method.Invoke(_target, BindingFlags.DoNotWrapExceptions, binder: null, values, culture: null);
        return await MethodResult.OfAsync(this, kernel, _method, returned).ConfigureAwait(false);
    }

    protected override async IAsyncEnumerable<TResult> InvokeStreamingCoreAsync<TResult>(
        Kernel kernel, KernelArguments arguments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FunctionResult result = await InvokeCoreAsync(kernel, arguments, cancellationToken).ConfigureAwait(false);
        switch (result.Value)
        {
            case TResult value:
                yield return value;
                break;
            case IAsyncEnumerable<TResult> items:
                await foreach (TResult item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    yield return item;
                }

                break;
            case var value when typeof(TResult) == typeof(StreamingKernelContent) || typeof(TResult) == typeof(StreamingMethodContent):
                if (value is not null)
                {
                    yield return (TResult)(object)new StreamingMethodContent(value, result.Metadata);
                }

                break;
            default:
                throw new NotSupportedException($"Streaming function {Name} does not support type {typeof(TResult)}");
        }
    }

    // A name that the attribute gives is taken as it is.
    private static string NameOf(MethodInfo method)
    {
        string? given = method.GetCustomAttribute<KernelFunctionAttribute>(inherit: true)?.Name?.Trim();
        if (!string.IsNullOrEmpty(given))
        {
            return given;
        }

        string name = Names.Sanitize(method.Name);
        return MethodResult.IsAsync(method) && name.Length > "Async".Length && name.EndsWith("Async", StringComparison.Ordinal) ? name[..^"Async".Length] : name;
    }
}

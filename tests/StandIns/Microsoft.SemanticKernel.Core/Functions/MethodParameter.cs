using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.SemanticKernel;

/// <summary>Where a parameter's value comes from. What the kernel itself supplies is not told to the model.</summary>
internal sealed class MethodParameter
{
    private readonly Func<KernelFunction, Kernel, KernelArguments, CancellationToken, object?> _bind;

    private MethodParameter(Func<KernelFunction, Kernel, KernelArguments, CancellationToken, object?> bind, KernelParameterMetadata? metadata = null)
    {
        _bind = bind;
        Metadata = metadata;
    }

    public KernelParameterMetadata? Metadata { get; }

    public static MethodParameter Of(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        if (type == typeof(KernelFunction))
        {
            return new((function, _, _, _) => function);
        }

        if (type == typeof(Kernel))
        {
            return new((_, kernel, _, _) => kernel);
        }

        if (type == typeof(KernelArguments))
        {
            return new((_, _, arguments, _) => arguments);
        }

        if (type == typeof(CancellationToken))
        {
            return new((_, _, _, cancellationToken) => cancellationToken);
        }

        if (type == typeof(CultureInfo) || type == typeof(IFormatProvider))
        {
            return new((_, kernel, _, _) => kernel.Culture);
        }

        if (type == typeof(ILoggerFactory))
        {
            return new((_, kernel, _, _) => kernel.LoggerFactory);
        }

        if (type == typeof(ILogger))
        {
            return new((_, kernel, _, _) => kernel.LoggerFactory.CreateLogger(parameter.Member.DeclaringType ?? typeof(MethodParameter)));
        }

        return parameter.GetCustomAttribute<FromKernelServicesAttribute>() is { } attribute ? FromServices(parameter, attribute) : FromArguments(parameter);
    }

    public object? Bind(KernelFunction function, Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken) =>
        _bind(function, kernel, arguments, cancellationToken);

    private static MethodParameter FromServices(ParameterInfo parameter, FromKernelServicesAttribute attribute) => new((_, kernel, _, _) =>
    {
        object? service = kernel.Services is IKeyedServiceProvider keyed
            ? keyed.GetKeyedService(parameter.ParameterType, attribute.ServiceKey)
            : kernel.Services.GetService(parameter.ParameterType);
        return service ?? (parameter.HasDefaultValue
            ? parameter.DefaultValue
            : throw new KernelException($"Missing service for function parameter '{parameter.Name}'"));
    });

    private static MethodParameter FromArguments(ParameterInfo parameter)
    {
        string name = Names.Sanitize(parameter.Name ?? string.Empty);
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new KernelException($"Function '{parameter.Member.Name}' is not supported by the kernel. A parameter has no name.");
        }

        return new(
            (_, kernel, arguments, _) => arguments.TryGetValue(name, out object? value)
                ? ArgumentConversion.To(parameter.ParameterType, name, value, kernel.Culture)
                : parameter.HasDefaultValue
                    ? parameter.DefaultValue
                    : throw new KernelException($"Missing argument for function parameter '{name}'", new ArgumentException("Missing argument for function parameter", name)),
            new KernelParameterMetadata(name)
            {
                DefaultValue = parameter.HasDefaultValue ? parameter.DefaultValue?.ToString() : null,
                Description = parameter.GetCustomAttribute<DescriptionAttribute>(inherit: true)?.Description,
                IsRequired = !parameter.IsOptional,
                ParameterType = parameter.ParameterType,
            });
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SemanticKernel.Services;

namespace Microsoft.SemanticKernel;

public sealed partial class Kernel
{
    internal const string KernelServiceTypeToKeyMappings = nameof(KernelServiceTypeToKeyMappings);

    private FilterList<IFunctionInvocationFilter> _functionFilters;
    private FilterList<IPromptRenderFilter> _promptFilters;
    private FilterList<IAutoFunctionInvocationFilter> _autoFilters;

    public Kernel(IServiceProvider? services = null, KernelPluginCollection? plugins = null)
    {
        Services = services ?? EmptyServiceProvider.Instance;
        Plugins = plugins ?? Services.GetService<KernelPluginCollection>() ?? new(Services.GetServices<KernelPlugin>());
        _functionFilters = new(Services.GetServices<IFunctionInvocationFilter>());
        _promptFilters = new(Services.GetServices<IPromptRenderFilter>());
        _autoFilters = new(Services.GetServices<IAutoFunctionInvocationFilter>());
    }

    public KernelPluginCollection Plugins { get; }

    public IList<IFunctionInvocationFilter> FunctionInvocationFilters => _functionFilters;

    public IList<IPromptRenderFilter> PromptRenderFilters => _promptFilters;

    public IList<IAutoFunctionInvocationFilter> AutoFunctionInvocationFilters => _autoFilters;

    public IServiceProvider Services { get; }

    [AllowNull]
    public CultureInfo Culture
    {
        get;
        set => field = value ?? CultureInfo.InvariantCulture;
    } = CultureInfo.InvariantCulture;

    public ILoggerFactory LoggerFactory => Services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;

    public IAIServiceSelector ServiceSelector => Services.GetService<IAIServiceSelector>() ?? OrderedAIServiceSelector.Instance;

    public IDictionary<string, object?> Data { get; private init; } = new Dictionary<string, object?>();

    public static IKernelBuilder CreateBuilder() => new KernelBuilder();

    // Filters are copied as they are, an empty list too; plugins, when there are none, are taken from the services again.
    public Kernel Clone() => new(Services, Plugins.Count > 0 ? new KernelPluginCollection(Plugins) : null)
    {
        _functionFilters = new(_functionFilters),
        _promptFilters = new(_promptFilters),
        _autoFilters = new(_autoFilters),
        Data = new Dictionary<string, object?>(Data),
        Culture = Culture,
    };
}

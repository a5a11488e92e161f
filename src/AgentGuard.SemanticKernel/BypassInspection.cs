using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentGuard.SemanticKernel;

/// <summary>
/// A kernel function that is invoked as an AIFunction skips the kernel's filters. This finds the ways to that which can be seen from a kernel
/// or its services; docs/bypasses.md lists those that cannot.
/// </summary>
internal static class BypassInspection
{
    private const string KernelInvokingClient = "Microsoft.Extensions.AI.KernelFunctionInvokingChatClient";
    private static readonly ConditionalWeakTable<Kernel, object> Inspected = [];
    private static readonly PropertyInfo? InnerClient = typeof(DelegatingChatClient).GetProperty("InnerClient", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <exception cref="InvalidOperationException">A registered chat client calls functions without filters.</exception>
    public static void Require(IServiceProvider services)
    {
        if (ChatClients(services).Any(InvokesWithoutFilters))
        {
            throw new InvalidOperationException(PlainInvocation);
        }
    }

    public static IReadOnlyList<string> Inspect(Kernel kernel)
    {
        List<string> found = [];
        if (!kernel.FunctionInvocationFilters.OfType<GuardFunctionFilter>().Any())
        {
            found.Add("this kernel has no function filter of AgentGuard: it was made without AddAgentGuard, or its filters were cleared");
        }
        else if (kernel.FunctionInvocationFilters[^1] is not GuardFunctionFilter)
        {
            found.Add($"the filter {kernel.FunctionInvocationFilters[^1].GetType().Name} was added after AgentGuard's: what it changes is decided again behind it");
        }

        if (!kernel.AutoFunctionInvocationFilters.OfType<GuardAutoFunctionFilter>().Any())
        {
            found.Add("this kernel has no auto-function filter of AgentGuard: decisions carry no call id of the model");
        }

        if (ChatClients(kernel.Services).Any(InvokesWithoutFilters))
        {
            found.Add(PlainInvocation);
        }

        return found;
    }

    /// <summary>Says in the kernel's log what <see cref="Inspect"/> finds, at the first call that a kernel makes.</summary>
    public static void WarnOnce(Kernel kernel)
    {
        if (!Inspected.TryAdd(kernel, kernel))
        {
            return;
        }

        ILogger logger = kernel.LoggerFactory.CreateLogger("AgentGuard.SemanticKernel");
        try
        {
            foreach (string bypass in Inspect(kernel))
            {
                logger.Bypass(bypass);
            }
        }
        catch (Exception e)
        {
            // A service that cannot be made is no reason to refuse a call that is decided anyway.
            logger.NotInspected(e);
        }
    }

    private static string PlainInvocation =>
        "a chat client of this kernel is built with UseFunctionInvocation, which calls kernel functions without the kernel's filters: use UseKernelFunctionInvocation";

    private static IEnumerable<IChatClient> ChatClients(IServiceProvider services) =>
    [
        .. services.GetServices<IChatClient>(),
        .. (services as IKeyedServiceProvider)?.GetKeyedService(typeof(IEnumerable<IChatClient>), KeyedService.AnyKey) as IEnumerable<IChatClient> ?? [],
        .. services.GetServices<IChatCompletionService>().OfType<IChatClient>(),
    ];

    /// <summary>A client names only the outermost of its layers that invoke functions, and it is the innermost that invokes first.</summary>
    private static bool InvokesWithoutFilters(IChatClient client)
    {
        for (IChatClient? layer = client; layer is not null; layer = layer is DelegatingChatClient ? InnerClient?.GetValue(layer) as IChatClient : null)
        {
            if (layer.GetService<FunctionInvokingChatClient>() is { } invoking && invoking.GetType().FullName != KernelInvokingClient)
            {
                return true;
            }
        }

        return false;
    }
}

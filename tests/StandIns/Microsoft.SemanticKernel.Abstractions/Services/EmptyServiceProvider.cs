using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

internal static class EmptyServiceProvider
{
    public static IServiceProvider Instance { get; } = new ServiceCollection().BuildServiceProvider();
}

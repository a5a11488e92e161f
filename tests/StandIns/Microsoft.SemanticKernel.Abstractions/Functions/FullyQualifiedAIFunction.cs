using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

public abstract class FullyQualifiedAIFunction : AIFunction
{
    internal FullyQualifiedAIFunction(KernelFunctionMetadata metadata) => Metadata = metadata;

    public KernelFunctionMetadata Metadata { get; init; }

    /// <summary>The name that a model sees. <see cref="KernelFunction.Name"/> hides it: the same object has two names.</summary>
    public override string Name => string.IsNullOrWhiteSpace(Metadata.PluginName) ? Metadata.Name : $"{Metadata.PluginName}_{Metadata.Name}";
}

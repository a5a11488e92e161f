using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel;

/// <summary>What host code that invokes a function itself finds in the metadata of a result that is a refusal.</summary>
public static class RefusedCall
{
    /// <summary>The key in <see cref="FunctionResult.Metadata"/>; its value is the <see cref="ToolCallOutcome"/>.</summary>
    public const string Metadata = "agentguard.outcome";

    internal static ToolCallOutcome? Find(FunctionResult result) => result.Metadata?.GetValueOrDefault(Metadata) is ToolCallOutcome { Result: null } outcome ? outcome : null;
}

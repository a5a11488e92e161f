using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel;

/// <summary>
/// A prompt function asks the model and does nothing else; the functions that its template or the model calls are decided one by one. Only prompt functions have execution settings of their own.
/// It has a random name where the host renders a prompt on the fly, so default deny cannot mean it. One that the catalog names is decided like any tool.
/// </summary>
internal static class PromptFunctions
{
    public static bool IsExempt(KernelFunction function, ToolCallGuard guard) =>
        function.ExecutionSettings is not null
        && KernelTools.FindFault(function) is null
        && !guard.Policies.Current.Catalog.TryFind(KernelTools.Definition(function).Id, out _);
}

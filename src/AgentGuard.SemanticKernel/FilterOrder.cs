using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel;

/// <summary>
/// Where the guard's filters stand among a kernel's function filters, a list that anybody may change at any time. The first decides, the last stands right before the body,
/// and what is between them does nothing.
/// </summary>
internal static class FilterOrder
{
    /// <summary>Sees to it that a filter of the guard is the last.</summary>
    public static void StandLast(Kernel kernel, ToolCallGuard guard)
    {
        IList<IFunctionInvocationFilter> filters = kernel.FunctionInvocationFilters;
        lock (filters)
        {
            if (filters.LastOrDefault() is not GuardFunctionFilter last || !last.IsOf(guard))
            {
                filters.Add(new GuardFunctionFilter(guard));
            }
        }
    }

    /// <returns>Whether others of the guard stand before and behind this filter. One that is no longer in the list stands alone.</returns>
    public static (bool IsBehind, bool IsLast) Find(Kernel kernel, GuardFunctionFilter filter, ToolCallGuard guard)
    {
        IList<IFunctionInvocationFilter> filters = kernel.FunctionInvocationFilters;
        lock (filters)
        {
            int at = filters.IndexOf(filter);
            return (filters.Take(Math.Max(at, 0)).OfType<GuardFunctionFilter>().Any(other => other.IsOf(guard)), at < 0 || at == filters.Count - 1);
        }
    }
}

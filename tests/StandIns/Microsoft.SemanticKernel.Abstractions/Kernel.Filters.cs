using System.Collections.ObjectModel;

namespace Microsoft.SemanticKernel;

public sealed partial class Kernel
{
    internal async Task<FunctionInvocationContext> RunFunctionFiltersAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> body)
    {
        await RunAsync(context, 0).ConfigureAwait(false);
        return context;

        // The list is read again at each step, and a filter may go on with another context, or twice.
        Task RunAsync(FunctionInvocationContext current, int index) => index < _functionFilters.Count
            ? _functionFilters[index].OnFunctionInvocationAsync(current, next => RunAsync(next, index + 1))
            : body(current);
    }

    internal async Task<PromptRenderContext> RunPromptFiltersAsync(PromptRenderContext context, Func<PromptRenderContext, Task> body)
    {
        await RunAsync(context, 0).ConfigureAwait(false);
        return context;

        Task RunAsync(PromptRenderContext current, int index) => index < _promptFilters.Count
            ? _promptFilters[index].OnPromptRenderAsync(current, next => RunAsync(next, index + 1))
            : body(current);
    }

    private sealed class FilterList<T>(IEnumerable<T> filters) : Collection<T>([.. filters])
        where T : class
    {
        protected override void InsertItem(int index, T item)
        {
            ArgumentNullException.ThrowIfNull(item);
            base.InsertItem(index, item);
        }

        protected override void SetItem(int index, T item)
        {
            ArgumentNullException.ThrowIfNull(item);
            base.SetItem(index, item);
        }
    }
}

using System.Collections.ObjectModel;

namespace Microsoft.SemanticKernel;

public sealed partial class Kernel
{
    internal Task RunFunctionFiltersAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> body) =>
        RunAsync(_functionFilters, (filter, current, next) => filter.OnFunctionInvocationAsync(current, next), context, body);

    internal Task RunPromptFiltersAsync(PromptRenderContext context, Func<PromptRenderContext, Task> body) =>
        RunAsync(_promptFilters, (filter, current, next) => filter.OnPromptRenderAsync(current, next), context, body);

    // The list is read again at each step, and a filter may go on with another context, or twice.
    private static Task RunAsync<TFilter, TContext>(
        FilterList<TFilter> filters, Func<TFilter, TContext, Func<TContext, Task>, Task> run, TContext context, Func<TContext, Task> body, int index = 0)
        where TFilter : class =>
        index < filters.Count
            ? run(filters[index], context, next => RunAsync(filters, run, next, body, index + 1))
            : body(context);

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
